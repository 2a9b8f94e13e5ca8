import { AppError } from '../errors';
import { createRandom, type Random } from '../numeric/random';
import { curveWarnings, type CurveWarning } from './curve-warnings';
import { fitPowerLaw, powerLawDesign, type PowerLaw } from './power-law';

/** An error that was measured with so many labels. */
export interface LearningPoint {
  /** > 0 */
  readonly labels: number;
  /** share of wrong predictions */
  readonly error: number;
  /** of `error` */
  readonly variance: number;
  /** of the variance: repeats − 1, or Infinity where it comes from the test examples */
  readonly degrees: number;
}

export interface LearningCurve {
  /** in order of labels */
  readonly points: readonly LearningPoint[];
  readonly law: PowerLaw;
  /** the law of each refit on perturbed points */
  readonly refits: readonly PowerLaw[];
  /** by which the variances were multiplied because the points scatter more than they say; 1 where they do not */
  readonly overdispersion: number;
  readonly warnings: readonly CurveWarning[];
}

/** Sizes that a law of three numbers takes. */
export const FEWEST_SIZES = 3;
/** Enough for a 90 % interval: its ends are the 10th values from below and above. */
export const REFITS = 200;
/** The least variance, as a share of the median one: no point is believed without bounds. */
const VARIANCE_FLOOR = 0.25;
const LEAST_VARIANCE = 1e-12;

/**
 * A power law with floor through measured errors, and what else they would allow: refits on points moved by a t-distributed
 * multiple of their standard errors.
 *
 * Points are weighted by 1 / variance, no variance below a quarter of the median one. Where they scatter around the law by
 * more than their variances say (one run has chance of its own, beside the test examples'), the variances are multiplied
 * by misfit / degrees of freedom first.
 *
 * @param seed of the refits: the same points and seed give the same intervals
 * @throws AppError `conflict` with fewer than 3 different numbers of labels
 * Source: theory f.1, f.2; overdispersion: McCullagh and Nelder, Generalized Linear Models, 4.5. O(refits · 59 · points)
 */
export function fitLearningCurve(
  measured: readonly LearningPoint[],
  seed: number,
  refits = REFITS,
): LearningCurve {
  const points = [...measured].sort((left, right) => left.labels - right.labels);
  const sizes = new Set(points.map(({ labels }) => labels)).size;
  if (sizes < FEWEST_SIZES) {
    throw new AppError(
      'conflict',
      `A learning curve needs errors at ${FEWEST_SIZES} different numbers of labels; there ${sizes === 1 ? 'is' : 'are'} ${sizes}.`,
      'Measure another round, or choose a study with more fractions.',
    );
  }
  const stated = floorVariances(points);
  const design = powerLawDesign(points.map(({ labels }) => labels));
  const weighted = points.map(({ labels, error }, at) => ({
    labels,
    error,
    weight: 1 / (stated[at] as number),
  }));
  const { law, misfit } = fitPowerLaw(weighted, null, design);
  const freedom = points.length - 3;
  const overdispersion = freedom > 0 ? Math.max(1, misfit / freedom) : 1;
  const random = createRandom(seed, 'learning curve');
  const errors = points.map(({ degrees }, at) => ({
    scale: Math.sqrt((stated[at] as number) * overdispersion),
    degrees,
  }));
  return {
    points,
    law,
    overdispersion,
    refits: Array.from({ length: refits }, () => {
      const moved = weighted.map((point, at) => {
        const { scale, degrees } = errors[at] as (typeof errors)[number];
        return { ...point, error: point.error + scale * drawStudentT(random, degrees) };
      });
      return fitPowerLaw(moved, null, design).law;
    }),
    warnings: curveWarnings(weighted, { law, misfit }, overdispersion),
  };
}

function floorVariances(points: readonly LearningPoint[]): number[] {
  const ordered = points.map(({ variance }) => variance).sort((left, right) => left - right);
  const half = ordered.length / 2;
  const median = ((ordered[Math.ceil(half) - 1] as number) + (ordered[Math.floor(half)] as number)) / 2;
  return points.map(({ variance }) => Math.max(variance, VARIANCE_FLOOR * median) + LEAST_VARIANCE);
}

/** A Student-t number: a normal one over the root of the mean of as many squared ones. O(degrees) */
function drawStudentT(random: Random, degrees: number): number {
  const normal = random.normal();
  if (!Number.isFinite(degrees)) return normal;
  let squares = 0;
  for (let drawn = 0; drawn < degrees; drawn++) squares += random.normal() ** 2;
  return normal / Math.sqrt(squares / degrees);
}
