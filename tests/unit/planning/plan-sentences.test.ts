import { describe, expect, it } from 'vitest';
import type { PlanInput } from '@/lib/planning/fitted-curve';
import { makePlan } from '@/lib/planning/make-plan';
import { planSentences } from '@/lib/planning/plan-sentences';
import { daysWords, hoursWords, rangeWords, roundedEnd } from '@/lib/planning/plan-words';
import { scenarios, scenariosCsv } from '@/lib/planning/scenarios';

const NOW = new Date(Date.UTC(2026, 10, 21));
const SIZES = [100, 200, 400, 800, 1600];

function curveOf(floor: number, isRandom: boolean) {
  const points = SIZES.map((labels) => ({
    ...{ labels, error: floor + 2 * labels ** -0.5 },
    ...{ variance: 0.002 ** 2, degrees: 9 },
  }));
  const title = isRandom ? 'random' : 'rounds';
  return { key: title, title, isRandom, surrogate: null, points, extra: 0 };
}

function sentencesOf(input: Partial<PlanInput>): string[] {
  const plan = makePlan({
    ...{ chosen: curveOf(0.1, false), random: curveOf(0.12, true), have: 1600, available: 50_000 },
    ...{ targetError: 0.13, budget: null, now: NOW, seed: 1 },
    rates: {
      ...{ costPerLabel: 0.25, costPerHour: null, costPerReview: null },
      ...{ votesPerExample: 1, overlapShare: 1, disagreementShare: 0, secondsPerAnswer: 3.6 },
    },
    pace: { answersPerDay: 1000, days: 10, answers: 10_000 },
    ...input,
  });
  return planSentences(plan, 'EUR').map((sentence) => sentence.replaceAll('\u00a0', ' '));
}

describe('a plan in sentences', () => {
  it('begins with what the target takes, in labels, hours, money and days', () => {
    // the law is at 13 % with 4,444 labels, 2,844 more
    const [first, random, saving, next] = sentencesOf({});
    expect(first).toMatch(
      /^To reach 13 % you need between [12],\d00 and [3-9],\d00 more labels: [\d.]+ to [\d.]+ hours, \d+0 to [\d,]+ EUR, at the team’s pace until November \d+ – \d+, 2026\.$/,
    );
    expect(random).toMatch(/^Random selection would need /);
    expect(saving).toMatch(/^(Choosing saves|Whether choosing saves)/);
    expect(next).toMatch(/^Buy about [\d,]+ next and look again/);
  });

  it('says what is out of reach, what is reached, and what the pool does not have', () => {
    const [impossible, ...others] = sentencesOf({ targetError: 0.02 });
    expect(impossible).toMatch(/^2 % is out of reach: /);
    expect(others.some((sentence) => sentence.startsWith('Buy'))).toBe(false);
    expect(sentencesOf({ targetError: 0.3 })).toEqual(['The curve is at 30 % or below already.']);
    expect(sentencesOf({ available: 1700 }).join(' ')).toContain('The pool has only 100 examples left.');
  });

  it('does not name a range from nothing to infinity', () => {
    const few = curveOf(0.1, false)
      .points.slice(0, 3)
      .map((point) => ({ ...point, variance: 0.02 ** 2 }));
    const chosen = { ...curveOf(0.1, false), points: few };
    const [first] = sentencesOf({ chosen, random: null, have: 400, targetError: 0.19 });
    expect(first).toMatch(/^Whether 19 % is reached is open: half of the fitted curves get there with/);
  });

  it('says nothing of money, hours or days where they are not known', () => {
    const rates = {
      ...{ costPerLabel: null, costPerHour: null, costPerReview: null, secondsPerAnswer: null },
      ...{ votesPerExample: 1, overlapShare: 1, disagreementShare: 0 },
    };
    const [first] = sentencesOf({ rates, pace: null, random: null, have: 0 });
    expect(first).toMatch(/^To reach 13 % you need between [\d,]+ and [\d,]+ labels\.$/);
  });

  it('says what is left of a budget, what that buys, and the probability to be there', () => {
    const budget = (amount: number, spent: number, unit: 'money' | 'hours' | 'labels' = 'money') =>
      sentencesOf({ budget: { amount, spent, unit } }).at(-1);
    expect(budget(1000, 400)).toMatch(
      /^400 of the budget of 1,000 EUR are spent; the rest buys 2,400 more labels: the error measured then lies between 1\d\.?\d? % and 1\d\.?\d? %\. The probability to reach 13 % with them is .+, by random selection less than 1 %\.$/,
    );
    expect(budget(8, 0, 'hours')).toMatch(/^The budget of 8 hours buys 8,000 more labels/);
    expect(budget(100, 200)).toBe('All of the budget of 100 EUR is spent.');
  });

  it('rounds ends of ranges outwards', () => {
    expect([1949, 0.4, 96].map((value) => roundedEnd(value, 'low'))).toEqual([1900, 0, 96]);
    expect([1901, 0.4, 96.2].map((value) => roundedEnd(value, 'high'))).toEqual([2000, 1, 97]);
    expect(rangeWords(1949, 3310, 'labels')).toBe('between 1,900 and 3,400 labels');
    expect(rangeWords(10, null, 'labels')).toBe('at least 10 labels');
    expect([hoursWords(0.2, 1), hoursWords(2.55, 14), hoursWords(3, null), hoursWords(12, 30)]).toEqual([
      '12 to 60 minutes',
      '2.5 to 14 hours',
      '3 hours or more',
      '12 to 30 hours',
    ]);
    expect(daysWords(NOW, NOW)).toBe('November 21, 2026');
  });
});

describe('scenarios', () => {
  const input = {
    curves: [
      { ...curveOf(0.1, false), title: '=best, "weak"', surrogate: 'weak', extra: 150 },
      { ...curveOf(0.12, true), surrogate: 'weak' },
    ],
    ...{ budgets: [100, 1750, 3350], targetError: 0.14, seed: 1 },
    rates: {
      ...{ costPerLabel: 2, costPerHour: null, costPerReview: null, secondsPerAnswer: null },
      ...{ votesPerExample: 1, overlapShare: 1, disagreementShare: 0 },
    },
  };

  it('pay the surrogate first, and say what lies beyond the points', () => {
    const rows = scenarios(input);
    expect(rows.map(({ cost, extrapolated }) => [cost.labels, cost.money, extrapolated])).toEqual([
      [1750, 3500, false],
      [3350, 6700, true],
      [100, 200, false],
      [1750, 3500, true],
      [3350, 6700, true],
    ]);
    expect(rows[0]?.error.median).toBeCloseTo(0.15, 2);
    expect(rows[1]?.probability).toBeGreaterThan(rows[0]?.probability ?? 1);
  });

  it('are a table that spreadsheets read, and do not run', () => {
    const [header, first] = scenariosCsv(scenarios(input)).split('\n');
    expect(header?.split(',')).toHaveLength(13);
    expect(first).toMatch(/^weak,150,"'=best, ""weak""",1750,1750,,3500,0\.1[45]/);
  });
});
