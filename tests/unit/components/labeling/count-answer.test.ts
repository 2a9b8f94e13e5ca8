import { describe, expect, it } from 'vitest';
import { countAnswer } from '@/components/labeling/count-answer';
import type { BatchView } from '@/lib/contracts/labeling';

const batch: BatchView = {
  id: 'b',
  kind: 'seed',
  name: 'Seed labels 1',
  size: 10,
  labeled: 4,
  skipped: 2,
  bad: 1,
  open: 3,
  answersLeft: 5,
  medianSeconds: 2,
  secondsLeft: 10,
  roundNumber: null,
  canFillFromFiles: false,
  pausedAt: null,
  abandonedAt: null,
  createdAt: new Date(0),
};

describe('countAnswer', () => {
  it('moves an example from one state to another', () => {
    expect(countAnswer(batch, { was: 'open', is: 'labeled' })).toMatchObject({
      labeled: 5,
      open: 2,
      answersLeft: 4,
      secondsLeft: 8,
    });
    expect(countAnswer(batch, { was: 'skipped', is: 'labeled' })).toMatchObject({
      labeled: 5,
      skipped: 1,
      open: 3,
      answersLeft: 5,
    });
  });

  it('leaves an example open that wants more answers, which are one fewer', () => {
    expect(countAnswer(batch, { was: 'open', is: 'open' })).toMatchObject({ open: 3, answersLeft: 4 });
  });

  it('ends at nothing', () => {
    const last = { ...batch, open: 1, answersLeft: 1, labeled: 6 };
    const none = { open: 0, answersLeft: 0, secondsLeft: 0 };
    expect(countAnswer(last, { was: 'open', is: 'bad' })).toMatchObject({ ...none, bad: 2 });
  });

  it('keeps unknown what is unknown', () => {
    const unmeasured = { ...batch, medianSeconds: null, secondsLeft: null };
    expect(countAnswer(unmeasured, { was: 'open', is: 'skipped' }).secondsLeft).toBeNull();
  });
});
