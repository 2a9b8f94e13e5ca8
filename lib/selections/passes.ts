import type { Selected, SelectionInput } from './scheme';

/** Some rows of a pool, one after the other. */
export interface PoolShard {
  /** row of the pool that its first row is */
  readonly firstRow: number;
  /** null where the scheme needs none */
  readonly scores: Float32Array | null;
  readonly ids: BigUint64Array;
}

/** What a scheme knows of a pool before it sees the first shard. */
export interface PoolSize {
  readonly rows: number;
  readonly budget: number;
  readonly seed: number;
}

/**
 * A choice made in passes over a pool that nobody holds: each function that comes is shown every shard once, in any
 * order, before the next one is asked for; the last step is the choice. How the pool is cut changes nothing.
 */
export type Passes<Result = Selected> = Generator<(shard: PoolShard) => void, Result, void>;

/** The passes over a pool that is one shard. */
export function passOver<Result>(passes: Passes<Result>, shard: PoolShard): Result {
  let step = passes.next();
  while (!step.done) {
    step.value(shard);
    step = passes.next();
  }
  return step.value;
}

/** `select` of a scheme that is written as passes. */
export function inOneShard<Parameters>(passes: (pool: PoolSize, parameters: Parameters) => Passes) {
  return (input: SelectionInput, parameters: Parameters): Selected => {
    const { scores, ids, budget, seed } = input;
    return passOver(passes({ rows: ids.length, budget, seed }, parameters), { firstRow: 0, scores, ids });
  };
}
