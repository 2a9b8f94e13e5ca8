import { AppError } from '../errors';
import type { Passes, PoolShard, PoolSize } from './passes';
import type { Scheme, Selected } from './scheme';
import { checkBudget, checkScores } from './select';

/**
 * Chooses from a pool that is never held as a whole: the same rows, probabilities and weights as `select` gives for all
 * of it at once, to the last bit, however it is cut.
 *
 * A scheme goes over the pool once to some ten times; memory is O(budget) beside one shard.
 *
 * @param shards opens the pool from its beginning, once a pass; the same rows each time
 * @param parameters checked by the scheme's own schema; `{}` gives its defaults
 * @returns null where the scheme, with these parameters, has to hold the whole pool: `select` it
 * @throws AppError `bad-input` for what `select` refuses, and where the shards do not hold as many rows as was said
 */
export async function selectByShards(
  scheme: Scheme,
  pool: PoolSize,
  shards: () => AsyncIterable<PoolShard>,
  parameters: unknown,
): Promise<Selected | null> {
  checkBudget(pool.budget, pool.rows);
  const passes = scheme.passes(pool, parameters);
  return passes && passOverShards(scheme, pool, shards, passes);
}

async function passOverShards(
  scheme: Scheme,
  { rows }: PoolSize,
  shards: () => AsyncIterable<PoolShard>,
  passes: Passes,
): Promise<Selected> {
  for (let step = passes.next(); ; step = passes.next()) {
    if (step.done) return step.value;
    let seen = 0;
    for await (const shard of shards()) {
      checkScores(scheme, shard);
      step.value(shard);
      seen += shard.ids.length;
    }
    if (seen !== rows) {
      throw new AppError(
        'bad-input',
        `The pool has ${seen} rows where ${rows} were expected.`,
        'Read it again.',
      );
    }
  }
}
