import { createRandom } from '@/lib/numeric/random';
import { gradientCdf } from '@/lib/selections/gradient-cdf';
import { select } from '@/lib/selections/select';
import { atMost, within, type TheoryCheck } from './check';

const SCORES = Float32Array.of(5, 3, 1, 0.5, 0.5);
/** of two sequential draws without replacement; not 2·w/Σw = 1, .6, .2, .1, .1 */
const INCLUSION = [0.822, 0.664, 0.255, 0.13, 0.13];
const DRAWS = 40_000;
const SHARDS = 7;

/** Gumbel-top-k has the law of sequential draws, and shards merge. */
export const gradientCdfLaw: TheoryCheck = {
  name: 'U4',
  title: 'Gradient-CDF draws as one after the other without replacement; shards merge exactly',
  quick: true,
  run: () => {
    const ids = BigUint64Array.from(SCORES, (_, row) => BigInt(row));
    const counts = new Float64Array(SCORES.length);
    for (let seed = 0; seed < DRAWS; seed++) {
      for (const row of select(gradientCdf, { scores: SCORES, ids, budget: 2, seed }, {}).rows) {
        counts[row] = (counts[row] as number) + 1;
      }
    }
    const lines = INCLUSION.map((expected, row) =>
      within(`inclusion of the score ${SCORES[row]}`, (counts[row] as number) / DRAWS, expected, 0.01),
    );
    return [...lines, atMost('rows that 7 shards choose otherwise', differingRows(), 0)];
  },
};

function differingRows(): number {
  const random = createRandom(4, 'U4');
  const scores = Float32Array.from({ length: 10_000 }, () => random.uniform() ** 3);
  const ids = BigUint64Array.from(scores, (_, row) => BigInt(row));
  const choose = (rows: readonly number[]): number[] => {
    const input = {
      scores: Float32Array.from(rows, (row) => scores[row] as number),
      ids: BigUint64Array.from(rows, (row) => ids[row] as bigint),
      budget: Math.min(500, rows.length),
      seed: 1,
    };
    return Array.from(select(gradientCdf, input, {}).rows, (place) => rows[place] as number);
  };
  const all = Array.from(scores.keys());
  const shards = Array.from({ length: SHARDS }, (_, shard) => all.filter((row) => row % SHARDS === shard));
  const merged = new Set(choose(shards.flatMap(choose)));
  return choose(all).filter((row) => !merged.has(row)).length;
}
