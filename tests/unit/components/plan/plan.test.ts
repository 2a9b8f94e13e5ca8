import { describe, expect, it } from 'vitest';
import { budgetUnitOf, firstTarget, planFilePath, targetOf } from '@/components/plan/plan-query';
import { compareWithRandom } from '@/components/plan/compare-with-random';
import { planSentence } from '@/components/plan/plan-sentence';

describe('compareWithRandom', () => {
  it('says how many labels are saved or lost', () => {
    expect(compareWithRandom({ labels: 650 }, { labels: 1000 })).toBe('▼ 35 % fewer labels');
    expect(compareWithRandom({ labels: 1120 }, { labels: 1000 })).toBe('▲ 12 % more labels');
    expect(compareWithRandom({ labels: 1001 }, { labels: 1000 })).toBe('the same');
  });

  it('says who reaches the target where not both do', () => {
    expect(compareWithRandom(null, { labels: 1000 })).toBe('random reaches it');
    expect(compareWithRandom({ labels: 1000 }, null)).toBe('random does not reach it');
    expect(compareWithRandom(null, null)).toBe('neither reaches it');
  });
});

describe('what the page asks for', () => {
  const curve = { key: '0', title: 'rounds', isRandom: false, points: 3, sizes: 3, lowestError: 0.2 };

  it('begins with a target a tenth below the lowest error, in half points, in (0, 1)', () => {
    expect(firstTarget(curve)).toBeCloseTo(0.18);
    expect(firstTarget({ ...curve, lowestError: 0.177 })).toBeCloseTo(0.155);
    expect(firstTarget({ ...curve, lowestError: 0 })).toBe(0.005);
    expect(firstTarget({ ...curve, lowestError: null })).toBeNull();
    expect([targetOf(12), targetOf(0), targetOf(100), targetOf(null)]).toEqual([0.12, null, null, null]);
    expect([budgetUnitOf('money'), budgetUnitOf('x')]).toEqual(['money', 'labels']);
  });

  it('goes with its files', () => {
    const query = {
      source: 'live',
      curve: '1 2',
      targetError: 0.12,
      budget: 500,
      budgetUnit: 'money',
    } as const;
    expect(planFilePath('p', 'plan.pdf', query)).toBe(
      '/api/projects/p/plan/plan.pdf?source=live&curve=1+2&targetError=0.12&budget=500&budgetUnit=money',
    );
  });
});

describe('planSentence', () => {
  const estimate = (scheme: string, labels: number | null) => ({
    key: scheme,
    surrogate: 'weak',
    scheme,
    isRandom: scheme === 'random',
    need: labels === null ? null : { labels, share: labels / 10_000, cost: null },
  });

  it('puts the cheapest scheme beside random', () => {
    const estimates = [estimate('random', 3000), estimate('power 0.5', 2500), estimate('gradient-cdf', 2700)];
    expect(planSentence(estimates, 0.18)).toMatch(
      /with 3,000 labels.*cheapest scheme is power 0.5 with 2,500/,
    );
  });

  it('says plainly when selection saves nothing', () => {
    expect(planSentence([estimate('random', 3000), estimate('power 0.5', 3200)], 0.18)).toMatch(
      /No scheme needs fewer/,
    );
    expect(planSentence([estimate('random', 3000), estimate('power 0.5', null)], 0.18)).toMatch(
      /No scheme reaches it/,
    );
  });

  it('says plainly when nothing reaches the target', () => {
    expect(planSentence([estimate('random', null)], 0.05)).toMatch(/No measured point/);
    expect(planSentence([estimate('random', null), estimate('power 0.5', 900)], 0.18)).toMatch(
      /does not reach.*cheapest that does is power 0.5/,
    );
  });
});
