import { z } from 'zod';
import { plainChoice } from './by-id';
import { defineScheme } from './define-scheme';
import { LargestKeys } from './largest-keys';
import { inOneShard, type Passes, type PoolSize } from './passes';
import { scoresOf } from './scores-of';

function* passes({ budget }: PoolSize): Passes {
  const largest = new LargestKeys(budget);
  yield (shard) => largest.add(shard, scoresOf(shard));
  return plainChoice(largest.largest().rows);
}

/** The largest of any score, ties by ascending id. Nested in the budget; shards merge. O(n). */
export const top = defineScheme({
  name: 'top',
  title: 'Largest score',
  description:
    'The examples with the largest score, the hardest first. Skewed towards odd ones for small budgets.',
  family: 'by score',
  source: 'Uncertainty sampling: Lewis and Gale, A sequential algorithm for training text classifiers (1994)',
  deterministic: true,
  opposite: 'bottom',
  defaultScore: 'entropy',
  inclusionProbabilities: 'none',
  parameters: z.strictObject({}),
  select: inOneShard(passes),
  passes,
});
