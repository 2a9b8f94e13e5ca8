import { z } from 'zod';
import { defineScheme } from './define-scheme';
import { LargestKeys } from './largest-keys';
import { inOneShard, type Passes, type PoolSize } from './passes';
import { sharedUniforms } from './shared-uniforms';

function* passes({ rows, budget, seed }: PoolSize): Passes {
  const smallest = new LargestKeys(budget);
  yield (shard) => {
    const uniforms = sharedUniforms({ ids: shard.ids, seed });
    smallest.add(
      shard,
      uniforms.map((uniform) => -uniform),
    );
  };
  return {
    rows: smallest.largest().rows,
    inclusionProbabilities: new Float64Array(budget).fill(budget / rows),
    weights: new Float64Array(budget).fill(1),
  };
}

/**
 * Simple random sampling without replacement: the rows with the smallest permanent random numbers.
 *
 * Nested in the budget, and shards merge: the smallest of the shards' smallest are the sample. O(n).
 */
export const random = defineScheme({
  name: 'random',
  title: 'Random',
  description: 'Every example has the same chance. The baseline that any other scheme has to beat.',
  family: 'random',
  source: 'Simple random sampling without replacement',
  deterministic: false,
  revision: 2,
  defaultScore: null,
  inclusionProbabilities: 'exact',
  parameters: z.strictObject({}),
  select: inOneShard(passes),
  passes,
});
