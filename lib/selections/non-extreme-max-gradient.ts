import { z } from 'zod';
import { plainChoice } from './by-id';
import { defineScheme } from './define-scheme';
import { LargestKeys } from './largest-keys';
import { inOneShard, type Passes, type PoolSize } from './passes';
import { scoresOf } from './scores-of';

/** One of this many examples is extreme: the top 5 %. */
const EXAMPLES_PER_EXTREME = 20;

function* passes({ rows: poolRows, budget }: PoolSize): Passes {
  const extremeCount = Math.floor(poolRows / EXAMPLES_PER_EXTREME);
  const keys = new LargestKeys(Math.min(poolRows, extremeCount + budget));
  yield (shard) => keys.add(shard, scoresOf(shard));
  const largest = keys.largest().rows;
  const rows = new Int32Array(budget);
  rows.set(largest.subarray(extremeCount));
  const filled = largest.length - extremeCount;
  rows.set(largest.slice(extremeCount - (budget - filled), extremeCount).reverse(), filled);
  return plainChoice(rows);
}

/**
 * Leaves out the floor(0.05 · n) largest scores, then takes the largest of the rest, ties by ascending id.
 *
 * Where the budget exceeds the rest (undefined in the paper) the ones left out fill it up, smallest first, so that a
 * budget of n is the whole pool. Nested in the budget. O(n).
 */
export const nonExtremeMaxGradient = defineScheme({
  name: 'non-extreme-max-gradient',
  title: 'Largest gradient without the top 5 %',
  description: 'As “largest gradient”, but the 5 % largest, often mislabeled or unreadable, come last.',
  family: 'by score',
  source: 'Vodrahalli, Li, Malik, Are all training examples created equal? (2018), section 3.3',
  deterministic: true,
  defaultScore: 'gradient-norm',
  inclusionProbabilities: 'none',
  parameters: z.strictObject({}),
  select: inOneShard(passes),
  passes,
});
