import type { Random } from '../numeric/random';
import { InclusionNormalizer } from './inclusion-normalizer';

/**
 * An order of sizes whose every prefix is a sample of exactly that many with inclusion probabilities exactly
 * min(1, c · size): Tillé's elimination procedure, read backwards.
 *
 * From all, one is removed at a time; at the step from k + 1 to k each of those that remain goes with probability
 * 1 − π(k) / π(k + 1). Those below the cap share one such probability, and each size leaves the cap once, so that the
 * whole order costs O(n) after sorting.
 *
 * @param sizes positive, descending
 * @returns places in `sizes` in order of choice
 * Source: Tillé, "An elimination procedure for unequal probability sampling without replacement", Biometrika 83 (1996).
 */
export function eliminationOrder(sizes: Float64Array, random: Random): Int32Array {
  const order = new Int32Array(sizes.length);
  const normalizer = new InclusionNormalizer(sizes);
  /** places below the cap that remain */
  const open = new Int32Array(sizes.length);
  let openCount = 0;
  for (let kept = sizes.length - 1; kept >= 1; kept--) {
    const cappedBefore = normalizer.cappedCount;
    normalizer.lowerTo(kept);
    const capped = normalizer.cappedCount;
    const openBefore = openCount;
    let eliminated = -1;
    let mass = capped < cappedBefore ? random.uniform() : 0;
    for (let place = capped; place < cappedBefore; place++) {
      mass -= 1 - normalizer.probability(place);
      if (mass < 0 && eliminated < 0) eliminated = place;
      else open[openCount++] = place;
    }
    if (eliminated < 0) {
      const index = openBefore > 0 ? random.integer(openBefore) : openCount - 1;
      eliminated = open[index] as number;
      open[index] = open[--openCount] as number;
    }
    order[kept] = eliminated;
  }
  if (sizes.length > 0) order[0] = normalizer.cappedCount > 0 ? 0 : (open[0] as number);
  return order;
}
