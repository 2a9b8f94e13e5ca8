import type { Interval } from '../contracts/model';
import { AppError } from '../errors';
import { normalQuantile } from '../numeric/normal-distribution';

const NORMAL_QUANTILE = normalQuantile(0.95);
/** Halvings of [−1, 1]: to the last bit. */
const HALVINGS = 60;

/**
 * Difference of two shares that were counted on the same items, left − right, with Tango's 95 % score interval.
 *
 * Why not the textbook ± 1.96·σ: that one is empty where the two never differ, and too short where they seldom do. This
 * one leaves out 0 exactly where McNemar's (asymptotic) test rejects that both are equal. It tells of these two models on
 * other items of the same kind; how another draw of training examples would have done is not in it.
 *
 * @param onlyLeft items that count on the left only, e.g. that only the left model gets wrong
 * @param onlyRight items that count on the right only
 * @param total items
 * @throws AppError `bad-input` unless onlyLeft + onlyRight ≤ total and total > 0
 * Source: Tango, Equivalence test and confidence interval for the difference in proportions for the paired-sample design
 * (1998). O(1)
 */
export function pairedShares(onlyLeft: number, onlyRight: number, total: number): Interval {
  if (!(total > 0 && onlyLeft >= 0 && onlyRight >= 0 && onlyLeft + onlyRight <= total)) {
    throw new AppError('bad-input', `No paired shares: ${onlyLeft} and ${onlyRight} of ${total}.`);
  }
  const mean = (onlyLeft - onlyRight) / total;
  const distance = (difference: number) =>
    scoreDistance(difference, { onlyLeft, onlyRight, total }) - NORMAL_QUANTILE;
  return { mean, low: edge(mean, -1, distance), high: edge(mean, 1, distance) };
}

interface Counts {
  readonly onlyLeft: number;
  readonly onlyRight: number;
  readonly total: number;
}

/** How many standard deviations lie between what was counted and a true difference. */
function scoreDistance(difference: number, { onlyLeft, onlyRight, total }: Counts): number {
  const linear = -onlyLeft - onlyRight + (2 * total - onlyLeft + onlyRight) * difference;
  const constant = -onlyRight * difference * (1 - difference);
  const discriminant = Math.max(0, linear * linear - 8 * total * constant);
  // most likely share of the right-only items if the difference is as supposed
  const rightShare = Math.max(0, (Math.sqrt(discriminant) - linear) / (4 * total));
  const variance = total * (2 * rightShare + difference * (1 - difference));
  const gap = Math.abs(onlyLeft - onlyRight - total * difference);
  return gap === 0 ? 0 : variance > 0 ? gap / Math.sqrt(variance) : Infinity;
}

/** Where the distance reaches 0 between the mean, where it is below, and the end. */
function edge(mean: number, end: number, distance: (difference: number) => number): number {
  let inside = mean;
  let outside = end;
  if (distance(end) <= 0) return end;
  for (let halving = 0; halving < HALVINGS; halving++) {
    const middle = (inside + outside) / 2;
    if (distance(middle) <= 0) inside = middle;
    else outside = middle;
  }
  return (inside + outside) / 2;
}
