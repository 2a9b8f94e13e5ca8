import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { backTest } from '@/lib/planning/back-test';
import {
  forecastError,
  forecastGain,
  forecastLabels,
  forecastMeasured,
  forecastSaving,
  probabilityToMeasure,
  probabilityToReach,
} from '@/lib/planning/forecast';
import { fitLearningCurve, type LearningPoint } from '@/lib/planning/learning-curve';
import { errorAt } from '@/lib/planning/power-law';
import { nextPurchase } from '@/lib/planning/next-purchase';
import { createRandom } from '@/lib/numeric/random';

const SIZES = [100, 200, 400, 800, 1600];

/** Errors of floor + 1.5 n^-0.5 with noise, as five repeats would measure them. */
function points(seed: number, floor = 0.1, sizes: readonly number[] = SIZES): LearningPoint[] {
  const random = createRandom(seed, 'points');
  return sizes.map((labels) => ({
    labels,
    error: floor + 1.5 * labels ** -0.5 + 0.003 * random.normal(),
    variance: 0.003 ** 2,
    degrees: 4,
  }));
}

const curve = fitLearningCurve(points(1), 1);

describe('a learning curve', () => {
  it('is the same for the same points and seed, in whatever order, and another for another seed', () => {
    expect(fitLearningCurve([...points(1)].reverse(), 1)).toEqual(curve);
    expect(fitLearningCurve(points(1), 2).refits).not.toEqual(curve.refits);
  });

  it('is refused with fewer than three numbers of labels', () => {
    const twice = points(1, 0.1, [100, 100, 200]);
    expect(() => fitLearningCurve(twice, 1)).toThrow(/3 different numbers of labels; there are 2/);
  });

  it('warns of what it does not know', () => {
    const kinds = (measured: readonly LearningPoint[]) =>
      fitLearningCurve(measured, 1).warnings.map(({ kind }) => kind);
    expect(kinds(points(1, 0.1, [100, 150, 200]))).toEqual(
      expect.arrayContaining(['few-sizes', 'narrow-range', 'floor-unknown']),
    );
    const rising = SIZES.map((labels) => ({ labels, error: labels / 4000, variance: 1e-6, degrees: 4 }));
    expect(kinds(rising)).toEqual(expect.arrayContaining(['no-descent', 'misfit']));
    // exact errors far along the curve leave nothing open
    const exact = [10, 100, 1000, 10_000, 100_000].map((labels) => ({
      labels,
      error: 0.1 + 0.8 * labels ** -0.5,
      variance: 1e-8,
      degrees: 9,
    }));
    expect(kinds(exact)).toEqual([]);
  });

  it('has wider intervals where the points scatter more than their variances say', () => {
    const scattered = SIZES.flatMap((labels, index) =>
      [1, -1].map((side) => ({
        labels: labels + side,
        error: 0.1 + 1.5 * labels ** -0.5 + side * 0.01 * (index % 2 ? 1 : -1),
        variance: 1e-6,
        degrees: Infinity,
      })),
    );
    const { overdispersion } = fitLearningCurve(scattered, 1);
    expect(overdispersion).toBeGreaterThan(50);
    expect(overdispersion).toBeLessThan(200);
  });
});

describe('what a curve says of labels and errors', () => {
  const target = fc.double({ min: 0.1, max: 0.4, noNaN: true });
  const labels = fc.integer({ min: 100, max: 100_000 });

  it('an easier target never takes more labels, and is never less likely', () => {
    fc.assert(
      fc.property(target, target, labels, (one, other, have) => {
        const [hard, easy] = one < other ? [one, other] : [other, one];
        const [more, fewer] = [forecastLabels(curve, hard), forecastLabels(curve, easy)];
        for (const end of ['low', 'median', 'high'] as const)
          expect(fewer[end]).toBeLessThanOrEqual(more[end]);
        expect(fewer.unreachable).toBeLessThanOrEqual(more.unreachable);
        expect(probabilityToReach(curve, easy, have)).toBeGreaterThanOrEqual(
          probabilityToReach(curve, hard, have),
        );
      }),
    );
  });

  it('more labels never leave more error, nor a lower chance, and gain less and less', () => {
    fc.assert(
      fc.property(target, labels, labels, (goal, one, other) => {
        const [few, many] = one < other ? [one, other] : [other, one];
        const [before, after] = [forecastError(curve, few), forecastError(curve, many)];
        for (const end of ['low', 'median', 'high'] as const)
          expect(after[end]).toBeLessThanOrEqual(before[end]);
        expect(probabilityToReach(curve, goal, many)).toBeGreaterThanOrEqual(
          probabilityToReach(curve, goal, few),
        );
        expect(forecastGain(curve, many, 100).median).toBeLessThanOrEqual(
          forecastGain(curve, few, 100).median + 1e-12,
        );
      }),
    );
  });

  it('half of the refits are there with the median of labels, and the 191st of 200 at the upper end', () => {
    const needed = forecastLabels(curve, 0.14);
    expect(probabilityToReach(curve, 0.14, needed.median)).toBeCloseTo(0.5, 9);
    expect(probabilityToReach(curve, 0.14, needed.high)).toBeCloseTo(0.955, 9);
  });

  it('counts the chance of the measurement where it says how likely a target is', () => {
    const random = createRandom(7, 'measurements');
    const newest = curve.points.at(-1)?.variance ?? NaN;
    const deviation = Math.sqrt(newest * curve.overdispersion);
    for (const target of [0.12, 0.125, 0.13]) {
      const draws = 20_000;
      let reached = 0;
      for (let draw = 0; draw < draws; draw++) {
        const law = curve.refits[random.integer(curve.refits.length)];
        const measured = law ? errorAt(law, 3200) + deviation * random.normal() : NaN;
        if (measured <= target) reached++;
      }
      const probability = probabilityToMeasure(curve, target, 3200);
      // four standard errors of 20,000 draws
      expect(Math.abs(reached / draws - probability)).toBeLessThan(4 * Math.sqrt(0.25 / draws));
    }
  });

  it('the chance of one more measurement widens the interval of the error', () => {
    const [law, measured] = [forecastError(curve, 3200), forecastMeasured(curve, 3200)];
    expect(measured.low).toBeLessThan(law.low);
    expect(measured.high).toBeGreaterThan(law.high);
    expect(measured.median).toBe(law.median);
  });

  it('a floor above the target is said to be out of reach', () => {
    const needed = forecastLabels(fitLearningCurve(points(1, 0.3), 1), 0.2);
    expect(needed.unreachable).toBeGreaterThan(0.5);
    expect(needed.median).toBe(Infinity);
    expect(nextPurchase(needed, 1600)).toBeNull();
  });
});

describe('a saving against random', () => {
  it('is nothing between a curve and itself, and pays for the surrogate', () => {
    expect(forecastSaving(curve, curve, 0.14)).toMatchObject({ low: 0, median: 0, high: 0, probability: 0 });
    expect(forecastSaving(curve, curve, 0.14, 50)).toMatchObject({ median: -50 });
  });

  it('is found where the scheme’s curve lies lower', () => {
    const random = fitLearningCurve(
      points(2).map((point) => ({ ...point, error: point.error + 0.03 })),
      2,
    );
    const saving = forecastSaving(curve, random, 0.18);
    expect(saving?.low).toBeGreaterThan(0);
    expect(saving?.probability).toBeGreaterThan(0.95);
  });

  it('is not named where neither gets there', () => {
    const high = fitLearningCurve(points(3, 0.4), 3);
    expect(forecastSaving(high, high, 0.2)).toBeNull();
  });
});

describe('what to buy next', () => {
  it('is half of what is missing, or the fewest that may be enough', () => {
    const needed = { low: 1000, median: 2000, high: 4000, unreachable: 0 };
    expect(nextPurchase(needed, 400)).toBe(600);
    expect(nextPurchase(needed, 900)).toBe(100);
    expect(nextPurchase(needed, 1200)).toBe(400);
    expect(nextPurchase(needed, 2500)).toBe(0);
  });
});

describe('the back-test', () => {
  const rounds = [200, 300, 400, 500, 600, 700, 800].map((labels, round) => ({
    round,
    labels,
    error: 0.1 + 1.5 * labels ** -0.5,
    variance: 0.005 ** 2,
    degrees: Infinity,
  }));

  it('makes each plan again from what was known then', () => {
    const test = backTest(rounds, 1);
    expect(test?.rows.map(({ madeAt }) => madeAt)).toEqual([2, 3, 4, 5]);
    expect(test?.rows.every(({ hit }) => hit)).toBe(true);
    // a last round that nobody could expect is missed by all, and changes nothing of what they said
    const last = rounds.at(-1) as (typeof rounds)[number];
    const surprised = backTest([...rounds.slice(0, -1), { ...last, error: 0.5 }], 1);
    expect(surprised?.rows.some(({ hit }) => hit)).toBe(false);
    expect(surprised?.rows.map(({ said }) => said)).toEqual(test?.rows.map(({ said }) => said));
  });

  it('is left out with fewer than four rounds, and thinned out with many', () => {
    expect(backTest(rounds.slice(0, 3), 1)).toBeNull();
    const many = Array.from({ length: 200 }, (_, round) => ({
      ...(rounds[0] as (typeof rounds)[number]),
      round,
      labels: 200 + 10 * round,
    }));
    const test = backTest(many, 1);
    expect(test?.rows).toHaveLength(24);
    expect(test?.rows.at(0)?.madeAt).toBe(2);
    expect(test?.rows.at(-1)?.madeAt).toBe(198);
  });
});
