import { describe, expect, it } from 'vitest';
import { answerKey, keyOfClass, matchingClasses } from '@/components/labeling/answer-keys';

const press = (key: string, modifiers: Partial<Record<'ctrlKey' | 'metaKey' | 'altKey', boolean>> = {}) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  ...modifiers,
});

describe('answerKey', () => {
  it('finds each of ten classes under the key that its button shows', () => {
    for (let label = 0; label < 10; label += 1) {
      expect(answerKey(press(keyOfClass(label)), 10)).toEqual({ act: 'label', label });
    }
  });

  it('knows no class beyond the last', () => {
    expect(answerKey(press('4'), 3)).toBeNull();
    expect(answerKey(press('0'), 9)).toBeNull();
  });

  it('leaves digits alone where there are more classes than keys', () => {
    expect(answerKey(press('1'), 11)).toBeNull();
  });

  it('skips and takes back, with caps lock too', () => {
    expect(answerKey(press('s'), 3)).toEqual({ act: 'skip' });
    expect(answerKey(press('U'), 3)).toEqual({ act: 'undo' });
    expect(answerKey(press('z', { ctrlKey: true }), 3)).toEqual({ act: 'undo' });
    expect(answerKey(press('z', { metaKey: true }), 3)).toEqual({ act: 'undo' });
  });

  it("leaves the browser's own shortcuts alone", () => {
    expect(answerKey(press('1', { ctrlKey: true }), 3)).toBeNull();
    expect(answerKey(press('s', { metaKey: true }), 3)).toBeNull();
    expect(answerKey(press('1', { altKey: true }), 3)).toBeNull();
    expect(answerKey(press('Tab'), 3)).toBeNull();
  });
});

describe('matchingClasses', () => {
  const classes = ['Red oak', 'Oak', 'Beech', 'Cork oak'];

  it('puts names that begin with the text before those that hold it', () => {
    expect(matchingClasses(classes, 'oak')).toEqual([1, 0, 3]);
  });

  it('shows all while nothing is typed, and none where nothing fits', () => {
    expect(matchingClasses(classes, ' ')).toEqual([0, 1, 2, 3]);
    expect(matchingClasses(classes, 'pine')).toEqual([]);
  });
});
