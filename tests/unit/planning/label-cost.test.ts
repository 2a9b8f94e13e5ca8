import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { breakSecondsOf } from '@/lib/planning/break-rule';
import { costOfLabels, labelsForBudget, type LabelRates } from '@/lib/planning/label-cost';
import { dateOfAnswers, teamPace } from '@/lib/planning/team-pace';

const RATES: LabelRates = {
  ...{ costPerLabel: 0.1, costPerHour: 36, costPerReview: 0.5 },
  ...{ votesPerExample: 3, overlapShare: 0.25, disagreementShare: 0.2, secondsPerAnswer: 4 },
};

describe('the cost of labels', () => {
  it('is votes at their price and their share of an hour, and reviews of what differed', () => {
    // 1,000 labels: 1,500 answers; 100 + 50 answers’ money each …
    expect(costOfLabels(1000, RATES)).toEqual({
      labels: 1000,
      answers: 1500,
      hours: (1500 * 4) / 3600,
      money: expect.closeTo(1500 * 0.1 + 1500 * 0.04 + 1000 * 0.25 * 0.2 * 0.5, 9) as number,
    });
  });

  it('has no hours without times, no money without prices, and reviews only where several answer', () => {
    const untimed = { ...RATES, secondsPerAnswer: null };
    expect(costOfLabels(10, untimed)).toMatchObject({
      hours: null,
      money: expect.closeTo(1.75, 9) as number,
    });
    const free = { ...RATES, costPerLabel: null, costPerHour: null, costPerReview: null };
    expect(costOfLabels(10, free).money).toBeNull();
    expect(costOfLabels(10, { ...RATES, votesPerExample: 1 })).toMatchObject({
      answers: 10,
      money: expect.closeTo(1.4, 9) as number,
    });
  });

  it('never falls with labels, and a budget buys what costs no more than it', () => {
    const labels = fc.integer({ min: 0, max: 1_000_000 });
    const price = fc.option(fc.double({ min: 0, max: 100, noNaN: true }));
    const rates = fc.record({
      ...{ costPerLabel: price, costPerHour: price, costPerReview: price },
      votesPerExample: fc.integer({ min: 1, max: 5 }),
      overlapShare: fc.double({ min: 0, max: 1, noNaN: true }),
      disagreementShare: fc.double({ min: 0, max: 1, noNaN: true }),
      secondsPerAnswer: fc.option(fc.double({ min: 0.1, max: 600, noNaN: true })),
    });
    fc.assert(
      fc.property(labels, labels, rates, (one, other, given) => {
        const [few, many] = [
          costOfLabels(Math.min(one, other), given),
          costOfLabels(Math.max(one, other), given),
        ];
        expect(many.answers).toBeGreaterThanOrEqual(few.answers);
        expect(many.money ?? 0).toBeGreaterThanOrEqual(few.money ?? 0);
        const bought = many.money ? labelsForBudget(many.money, 'money', given) : null;
        if (bought !== null && many.money) {
          expect(costOfLabels(bought, given).money).toBeLessThanOrEqual(many.money * (1 + 1e-6));
          expect(costOfLabels(bought + 2, given).money).toBeGreaterThan(many.money);
        }
      }),
    );
  });

  it('cannot be turned round without prices or times', () => {
    expect(labelsForBudget(100.9, 'labels', RATES)).toBe(100);
    expect(labelsForBudget(1, 'hours', { ...RATES, secondsPerAnswer: null })).toBeNull();
    const unpriced = { ...RATES, costPerLabel: null, costPerHour: null, costPerReview: null };
    expect(labelsForBudget(1, 'money', unpriced)).toBeNull();
    expect(labelsForBudget(1, 'money', { ...unpriced, costPerLabel: 0 })).toBeNull();
  });
});

describe('breaks and pace', () => {
  it('a break is longer than two minutes, or than ten times a slow median', () => {
    expect([null, 2, 12, 60].map(breakSecondsOf)).toEqual([120, 120, 120, 600]);
  });

  it('a pace is answers a calendar day since the first, at least one day', () => {
    const now = new Date(Date.UTC(2026, 10, 21));
    const daysAgo = (days: number) => new Date(now.getTime() - days * 86_400_000);
    expect(teamPace(500, daysAgo(10), now)?.answersPerDay).toBe(50);
    expect(teamPace(500, daysAgo(0.1), now)?.answersPerDay).toBe(500);
    expect(teamPace(0, null, now)).toBeNull();
    expect(dateOfAnswers(500, teamPace(500, daysAgo(10), now), now)).toEqual(daysAgo(-10));
    expect(dateOfAnswers(500, null, now)).toBeNull();
    expect(dateOfAnswers(1e9, teamPace(1, daysAgo(10), now), now)).toBeNull();
  });
});
