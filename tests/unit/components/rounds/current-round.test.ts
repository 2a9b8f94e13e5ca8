import { describe, expect, it } from 'vitest';
import { currentRound, whereThingsStand } from '@/components/rounds/current-round';
import type { RoundView } from '@/lib/contracts/round';

function round(number: number, step: RoundView['step'], values: Partial<RoundView> = {}): RoundView {
  return {
    id: `round-${number}`,
    number,
    batch: {
      id: `batch-${number}`,
      kind: 'selection',
      name: `Round ${number}`,
      size: 200,
      labeled: 37,
      skipped: 1,
      bad: 0,
      open: 162,
      answersLeft: 162,
      pausedAt: null,
      abandonedAt: null,
      medianSeconds: 2,
      secondsLeft: 324,
      roundNumber: number,
      canFillFromFiles: false,
      createdAt: new Date(0),
    },
    scheme: 'max-gradient',
    scoreName: 'gradient-norm',
    step,
    state: 'queued',
    jobId: null,
    labelCount: null,
    metrics: null,
    setup: null,
    changes: [],
    control: null,
    annotators: 1,
    secondsLeft: 324,
    answers: 38,
    answersWithGuess: 0,
    error: null,
    createdAt: new Date(0),
    measuredAt: null,
    ...values,
  };
}

describe('currentRound', () => {
  it('is the newest round once all are measured', () => {
    expect(currentRound([round(1, 'measured'), round(2, 'measured')])?.number).toBe(2);
    expect(currentRound([])).toBeNull();
  });

  it('puts what waits for a person before what is only waited for', () => {
    expect(currentRound([round(1, 'ready'), round(2, 'labeling')])?.number).toBe(1);
    expect(currentRound([round(1, 'retraining'), round(2, 'failed')])?.number).toBe(2);
    expect(currentRound([round(1, 'labeling'), round(2, 'measured')])?.number).toBe(1);
  });

  it('takes rounds in their order', () => {
    expect(currentRound([round(2, 'ready'), round(1, 'ready')])?.number).toBe(1);
  });
});

describe('whereThingsStand', () => {
  it('says how far the labels are and how long they will take', () => {
    expect(whereThingsStand(round(2, 'labeling'))).toBe(
      'Round 2 is being labeled: 38 of 200 examples done, about 5 min 24 s left.',
    );
    expect(whereThingsStand(round(2, 'labeling', { annotators: 3, secondsLeft: 108 }))).toBe(
      'Round 2 is being labeled: 38 of 200 examples done, about 1 min 48 s left with 3 annotators at work.',
    );
    expect(whereThingsStand(round(2, 'labeling', { secondsLeft: null }))).toBe(
      'Round 2 is being labeled: 38 of 200 examples done.',
    );
  });

  it('says plainly that an error is unknown without a test split', () => {
    expect(whereThingsStand(round(1, 'measured', { labelCount: 400 }))).toMatch(
      /retrained with 400 labels; without a labeled test split/,
    );
  });
});
