import { describe, expect, it } from 'vitest';
import { firstTarget } from '@/components/plan/first-target';
import { compareWithRandom } from '@/components/plan/compare-with-random';

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
    firstTarget({
      fullPool: {
        surrogate: 'weak',
        kept: 10,
        converged: true,
        error: { mean, low: mean, high: mean },
        repeats: [],
        ridges: [],
      },
    });

  it('is a little above what the full pool gives, in half points', () => {
    expect(target(0.1534)).toBeCloseTo(0.165);
    expect(target(0.176)).toBeCloseTo(0.19);
  });

  it('stays a share', () => {
    expect(target(1)).toBeLessThan(1);
  });
});
