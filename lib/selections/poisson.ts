import { ExactSum } from '../numeric/exact-sum';
import { topUpNotes, type Drawn } from './drawn';
import { inclusionFactor, inclusionProbability, type ShardSizes } from './inclusion-factor';
import { LargestKeys } from './largest-keys';
import type { Passes, PoolSize } from './passes';
import { sharedUniforms } from './shared-uniforms';

/**
 * Each row by itself, where its permanent random number is below its probability min(1, c · size). A row's fate hangs on
 * c and its own number only, so that shards draw without talking to each other once c is known; but how many are drawn
 * is random, with variance Σ π (1 − π). The notes say it.
 *
 * u < min(1, c · size) is u / size < c, so that the rows drawn are a prefix of one order for every budget. Rows of size 0
 * come after all others, at random with equal probabilities.
 *
 * O(rows) a pass, some seven passes; memory O(budget) beside the shard.
 */
export function* poissonDraw({ rows, budget, seed }: PoolSize, sizesOf: ShardSizes): Passes<Drawn> {
  const inclusion = yield* inclusionFactor(budget, sizesOf);
  const { positiveCount } = inclusion;
  const probabilityOf = (size: number) => (size > 0 ? inclusionProbability(inclusion, size) : 0);
  let count = 0;
  const variance = new ExactSum();
  yield (shard) => {
    const probabilities = sizesOf(shard).map(probabilityOf);
    const uniforms = sharedUniforms({ ids: shard.ids, seed });
    for (let row = 0; row < uniforms.length; row++) {
      if ((uniforms[row] as number) < (probabilities[row] as number)) count++;
    }
    variance.add(probabilities.map((probability) => probability * (1 - probability)));
  };
  const toppedUpCount = Math.max(0, budget - positiveCount);
  const positive = new LargestKeys(Math.min(positiveCount, Math.max(1, count)));
  const zero = new LargestKeys(toppedUpCount);
  yield (shard) => {
    const sizes = sizesOf(shard);
    const uniforms = sharedUniforms({ ids: shard.ids, seed });
    const keys = uniforms.map((uniform, row) => -uniform / (sizes[row] as number));
    positive.add(shard, keys, sizes);
    zero.add(
      shard,
      uniforms.map((uniform, row) => ((sizes[row] as number) > 0 ? -Infinity : -uniform)),
    );
  };
  const drawn = positive.largest();
  const toppedUp = zero.largest();
  const inclusionProbabilities = new Float64Array(drawn.rows.length + toppedUpCount);
  inclusionProbabilities.set(drawn.values.map(probabilityOf));
  inclusionProbabilities.fill(toppedUpCount / (rows - positiveCount), drawn.rows.length);
  const chosen = new Int32Array(inclusionProbabilities.length);
  chosen.set(drawn.rows);
  chosen.set(toppedUp.rows, drawn.rows.length);
  return {
    rows: chosen,
    inclusionProbabilities,
    notes: [
      ...(budget < positiveCount ? numberNotes({ count, budget, variance: variance.value() }) : []),
      ...topUpNotes(toppedUpCount),
    ],
  };
}

function numberNotes({ count, budget, variance }: Record<'count' | 'budget' | 'variance', number>): string[] {
  return [
    `Poisson drawing chose ${Math.max(1, count).toLocaleString('en')}; ${budget.toLocaleString('en')} ± ${Math.sqrt(variance).toFixed(0)} were to be expected.`,
    ...(count === 0 ? ['It drew none, so that the first of the next larger budget was taken.'] : []),
  ];
}
