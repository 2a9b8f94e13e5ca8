import { describe, expect, it } from 'vitest';
import { reportOf } from '../../../support/study-report';
import { firstTarget } from '@/components/plan/first-target';
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

describe('firstTarget', () => {
  const target = (mean: number) =>
    firstTarget(reportOf({ random: { 0.5: [mean + 0.1] }, scheme: { 0.5: [mean + 0.2] }, fullPool: [mean] }));

  it('is a little above what the full pool gives, in half points', () => {
    expect(target(0.1534)).toBeCloseTo(0.165);
    expect(target(0.176)).toBeCloseTo(0.19);
    const report = reportOf({ random: { 0.5: [0.1534] }, scheme: { 0.5: [0.2] }, fullPool: [0.1] });
    expect(firstTarget({ ...report, fullPool: null })).toBeCloseTo(0.165);
  });

  it('stays a share', () => {
    expect(target(1)).toBeLessThan(1);
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
