import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { budgetOf, clampBudget, examplesForCost, firstBudget } from '@/components/selection/budget';

describe('budget', () => {
  it('keeps examples, share and money in step', () => {
    expect(budgetOf(200, 4000, 0.05)).toEqual({ examples: 200, share: 0.05, cost: 10 });
    expect(budgetOf(200, 4000, null).cost).toBeNull();
    expect(budgetOf(0, 0, 1).share).toBe(0);
  });

  it('is whole, one at least and never more than there is', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: false }), fc.integer({ min: 1, max: 1e6 }), (examples, available) => {
        const budget = clampBudget(examples, available);
        expect(Number.isInteger(budget)).toBe(true);
        expect(budget).toBeGreaterThanOrEqual(1);
        expect(budget).toBeLessThanOrEqual(available);
      }),
    );
  });

  it('buys what the money pays for and gives the same number back', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e5 }), fc.integer({ min: 1, max: 500 }), (examples, cents) => {
        const { cost } = budgetOf(examples, 1e6, cents / 100);
        expect(examplesForCost(cost ?? NaN, cents / 100)).toBe(examples);
      }),
    );
    expect(examplesForCost(10, null)).toBeNull();
    expect(examplesForCost(10, 0)).toBeNull();
    expect(examplesForCost(0.99, 0.5)).toBe(1);
  });

  it('begins with a round tenth of the pool, a hundred at least, all of a small pool', () => {
    expect(firstBudget(4000)).toBe(400);
    expect(firstBudget(56_789)).toBe(5000);
    expect(firstBudget(500)).toBe(100);
    expect(firstBudget(30)).toBe(30);
  });
});
