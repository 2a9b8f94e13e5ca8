import { describe, expect, it } from 'vitest';
import {
  LEAVE_OUT,
  classByChoiceOf,
  classOptions,
  newClassesOf,
  startingChoices,
  unmatchedBy,
} from '@/components/platform/class-choices';
import type { ClassMapping } from '@/lib/contracts/platform';

const mapping: ClassMapping = {
  classes: ['Ham', 'newsletter'],
  matches: [
    { choice: 'ham', title: 'ham', className: 'Ham', isNew: false },
    { choice: 'spam', title: 'Spam!', className: 'Spam!', isNew: true },
    { choice: 'other', title: 'other', className: null, isNew: false },
  ],
  unmatched: ['newsletter'],
  confirmed: false,
};

describe('which choice is which class', () => {
  it('begins as proposed and is sent as chosen', () => {
    const chosen = startingChoices(mapping);
    expect(classByChoiceOf(chosen)).toEqual({ ham: 'Ham', spam: 'Spam!', other: null });
    expect(classByChoiceOf({ ...chosen, ham: LEAVE_OUT })).toMatchObject({ ham: null });
  });

  it('offers the classes that there are, a new one of the choice’s own name, and none', () => {
    const [, spam] = mapping.matches;
    if (!spam) throw new Error('No choice.');
    expect(classOptions(mapping, spam).map(({ value }) => value)).toEqual([
      'Ham',
      'newsletter',
      'Spam!',
      LEAVE_OUT,
    ]);
  });

  it('says what is new here and what nobody can give there', () => {
    const chosen = startingChoices(mapping);
    expect(newClassesOf(mapping, { ...chosen, other: 'Spam!' })).toEqual(['Spam!']);
    expect(unmatchedBy(mapping, chosen)).toEqual(['newsletter']);
    expect(unmatchedBy(mapping, { ...chosen, other: 'newsletter' })).toEqual([]);
  });
});
