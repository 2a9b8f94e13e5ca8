import { ExactSum } from '../numeric/exact-sum';
import type { Passes, PoolShard } from './passes';

/** Sizes ≥ 0 of a shard's rows. */
export type ShardSizes = (shard: PoolShard) => Float64Array;

/** Inclusion probabilities min(1, factor · size) of positive sizes that sum to a budget. */
export interface InclusionFactor {
  readonly factor: number;
  /** Sizes above this one have probability 1. */
  readonly cappedAbove: number;
  /** how many sizes are positive */
  readonly positiveCount: number;
}

/** @param size positive */
export function inclusionProbability({ factor, cappedAbove }: InclusionFactor, size: number): number {
  return size > cappedAbove ? 1 : Math.min(1, factor * size);
}

/**
 * Solves Σ min(1, c · size) = budget for c over shards that are never held together (theory b.3).
 *
 * Each pass takes two numbers from the shards, how many sizes are capped and what the others sum to, and gives
 * c = (budget − capped) / sum. That is Newton's method on a function that bends once a size: from c = budget / Σ size it
 * only rises, caps more at each step, and stops after a few steps at the c of which `InclusionNormalizer` has the closed
 * form for sorted sizes. Sums are exact, so that c hangs on neither the shards nor their order.
 */
export function* inclusionFactor(budget: number, sizesOf: ShardSizes): Passes<InclusionFactor> {
  let cappedAbove = Infinity;
  let factor = 0;
  for (let capped = -1; ;) {
    const sum = new ExactSum();
    let above = 0;
    let positiveCount = 0;
    const border = cappedAbove;
    yield (shard) => {
      const uncapped = sizesOf(shard).map((size) => {
        if (size > 0) positiveCount++;
        if (size <= border) return size;
        above++;
        return 0;
      });
      sum.add(uncapped);
    };
    if (positiveCount <= budget) return { factor: Infinity, cappedAbove: 0, positiveCount };
    // rounding alone could cap the whole budget, where sizes are equal
    if (above <= capped || above >= budget) return { factor, cappedAbove, positiveCount };
    capped = above;
    factor = (budget - capped) / sum.value();
    cappedAbove = 1 / factor;
  }
}
