import { KeyedHeap } from '../numeric/keyed-heap';
import { InclusionNormalizer } from './inclusion-normalizer';

/**
 * An order of sizes whose every prefix is a sample of exactly that many with inclusion probabilities exactly
 * min(1, c · size): Tillé's elimination procedure, read backwards, on permanent random numbers.
 *
 * From all, one is removed at a time; at the step from k + 1 to k each of those that remain goes with probability
 * 1 − π(k) / π(k + 1). Those below the cap share one such probability, and each size leaves the cap once.
 *
 * Who goes is decided by the places' own numbers, so that sizes nearly the same give an order nearly the same: with
 * v = 1 − u, one that leaves the cap goes at once where v is below its probability of that, given that none before it
 * did; else v, scaled to be uniform again, becomes its key t + (1 − t)·v, t the key last eliminated. Of those below the
 * cap the smallest key goes. Given all that happened, keys below the cap are independent and uniform above t: each is as
 * likely the smallest, which is the law asked for. In the limit a place stays while u < π, as in Poisson drawing.
 *
 * @param sizes positive, descending
 * @param uniforms of the same places, in (0, 1)
 * @returns places in `sizes` in order of choice. O(n log n)
 * Source: Tillé, "An elimination procedure for unequal probability sampling without replacement", Biometrika 83 (1996);
 * the drawing by keys is our own, see docs/decisions/0014-permanent-random-numbers.md.
 */
export function eliminationOrder(sizes: Float64Array, uniforms: Float64Array): Int32Array {
  const order = new Int32Array(sizes.length);
  const normalizer = new InclusionNormalizer(sizes);
  const belowCap = new KeyedHeap(sizes.length);
  const numbers = uniforms.map((uniform) => 1 - uniform);
  let lastKey = 0;
  for (let kept = sizes.length - 1; kept >= 1; kept--) {
    const cappedBefore = normalizer.cappedCount;
    normalizer.lowerTo(kept);
    const { cappedCount } = normalizer;
    let eliminated = leaverEliminated(normalizer, numbers, cappedBefore, belowCap.size === 0);
    if (eliminated < 0) {
      lastKey = belowCap.smallestKey;
      eliminated = belowCap.removeSmallest();
    }
    // only now, or they could be chosen twice in the step in which they come
    for (let place = cappedCount; place < cappedBefore; place++) {
      if (place !== eliminated) belowCap.add(place, lastKey + (1 - lastKey) * (numbers[place] as number));
    }
    order[kept] = eliminated;
  }
  if (sizes.length > 0) order[0] = normalizer.cappedCount > 0 ? 0 : belowCap.removeSmallest();
  return order;
}

/**
 * Which of the places that just left the cap goes at once, or −1. Numbers that decided nothing are scaled to be uniform
 * given so.
 *
 * @param oneMustGo because nothing else is below the cap
 */
function leaverEliminated(
  normalizer: InclusionNormalizer,
  numbers: Float64Array,
  cappedBefore: number,
  oneMustGo: boolean,
): number {
  let undecided = 1;
  for (let place = normalizer.cappedCount; place < cappedBefore; place++) {
    const probability = 1 - normalizer.probability(place);
    const share = probability < undecided ? probability / undecided : 1;
    const number = numbers[place] as number;
    if (number < share || (oneMustGo && place === cappedBefore - 1)) return place;
    numbers[place] = (number - share) / (1 - share);
    undecided -= probability;
  }
  return -1;
}
