import { createRandom } from '@/lib/numeric/random';
import { gradientCdf } from '@/lib/selections/gradient-cdf';
import { select } from '@/lib/selections/select';
import { atMost, within, type TheoryCheck } from './check';

const SCORES = Float32Array.of(5, 3, 1, 0.5, 0.5);
/** of two sequential draws without replacement; not 2·w/Σw = 1, .6, .2, .1, .1 */
const INCLUSION = [0.822, 0.664, 0.255, 0.13, 0.13];
/** times the square of the number of seeds, so that the quick half takes a quarter */
const DRAWS = 200;
const SHARDS = 7;

/** Gumbel-top-k has the law of sequential draws, and shards merge. */
export const gradientCdfLaw: TheoryCheck = {
  name: 'U4',
  title: 'Gradient-CDF draws as one after the other without replacement; shards merge exactly',
  quick: true,
  run: (seeds) => {
    const draws = DRAWS * seeds ** 2;
    const total = SCORES.reduce((sum, score) => sum + score, 0);
    const ids = BigUint64Array.from(SCORES, (_, row) => BigInt(row));
    const counts = new Float64Array(SCORES.length);
    const pairs = new Float64Array(SCORES.length ** 2);
    for (let seed = 0; seed < draws; seed++) {
      const [first = 0, second = 0] = select(gradientCdf, { scores: SCORES, ids, budget: 2, seed }, {}).rows;
      for (const row of [first, second]) counts[row] = (counts[row] as number) + 1;
      const pair = first * SCORES.length + second;
      pairs[pair] = (pairs[pair] as number) + 1;
    }
    const lines = INCLUSION.map((expected, row) =>
      within(`inclusion of the score ${SCORES[row]}`, (counts[row] as number) / draws, expected, 0.01),
    );
    const pairDifferences = Array.from(pairs, (count, pair) => {
      const [first, second] = [Math.floor(pair / SCORES.length), pair % SCORES.length];
      const [one, other] = [SCORES[first] as number, SCORES[second] as number];
      const exact = first === second ? 0 : ((one / total) * other) / (total - one);
      return Math.abs(count / draws - exact);
    });
    return [
      ...lines,
      atMost(
        'frequency of each pair in its order: largest difference from the exact one',
        Math.max(...pairDifferences),
        // four standard errors of the likeliest pair, at .36
        4 * Math.sqrt((0.36 * 0.64) / draws),
      ),
      atMost('rows that 7 shards choose otherwise', differingRows(), 0),
    ];
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
