import { z } from 'zod';
import { plainChoice } from './by-id';
import { defineScheme } from './define-scheme';
import { LargestKeys } from './largest-keys';
import { inOneShard, type Passes, type PoolSize } from './passes';
import { scoresOf } from './scores-of';

function* passes({ budget }: PoolSize): Passes {
  const largest = new LargestKeys(budget);
  yield (shard) =>
    largest.add(
      shard,
      scoresOf(shard).map((score) => -score),
    );
  return plainChoice(largest.largest().rows);
}

/** The smallest of any score, ties by ascending id. Nested in the budget; shards merge. O(n). */
export const bottom = defineScheme({
  name: 'bottom',
  title: 'Smallest score',
  description:
    'The examples with the smallest score, the easiest first. Of use where labels are few for the number of parameters.',
  family: 'by score',
  source: 'Sorscher et al., Beyond neural scaling laws: beating power law scaling via data pruning (2022)',
  deterministic: true,
  defaultScore: 'entropy',
  inclusionProbabilities: 'none',
  parameters: z.strictObject({}),
  select: inOneShard(passes),
  passes,
});
