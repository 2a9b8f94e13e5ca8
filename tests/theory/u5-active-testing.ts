import { lureEstimate } from '@/lib/metrics/active-testing';
import { createRandom } from '@/lib/numeric/random';
import { gradientCdf } from '@/lib/selections/gradient-cdf';
import { select } from '@/lib/selections/select';
import { atMost, type TheoryCheck } from './check';

const POOL = 1000;
const BUDGET = 50;
/** times the square of the number of seeds, so that the quick half takes a quarter */
const DRAWS = 10;

/** Items drawn by how likely they are wrong measure the error without bias once weighted, and with less variance. */
export const activeTesting: TheoryCheck = {
  name: 'U5',
  title: 'Active testing: the weighted estimate is unbiased, the plain mean is not (50 of 1000 items)',
  quick: true,
  run: (seeds) => {
    const draws = DRAWS * seeds ** 2;
    const random = createRandom(5, 'U5');
    const risks = Float64Array.from({ length: POOL }, () => random.uniform() ** 6);
    const losses = risks.map((risk) => (random.uniform() < risk ? 1 : 0));
    const truth = losses.reduce((sum, loss) => sum + loss, 0) / POOL;
    const scores = Float32Array.from(risks, (risk) => Math.sqrt(Math.max(risk, 0.005)));
    const ids = BigUint64Array.from(scores, (_, row) => BigInt(row));
    const total = scores.reduce((sum, score) => sum + score, 0);
    const [weighted, plain]: [number[], number[]] = [[], []];
    for (let seed = 0; seed < draws; seed++) {
      const { rows } = select(gradientCdf, { scores, ids, budget: BUDGET, seed }, {});
      let left = total;
      const chances = Float64Array.from(rows, (row) => {
        const chance = (scores[row] as number) / left;
        left -= scores[row] as number;
        return chance;
      });
      const drawn = Float64Array.from(rows, (row) => losses[row] as number);
      weighted.push(lureEstimate(drawn, chances, POOL));
      plain.push(drawn.reduce((sum, loss) => sum + loss, 0) / BUDGET);
    }
    const mean = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / draws;
    const variance = (values: number[]): number => mean(values.map((value) => (value - mean(values)) ** 2));
    const uniform = ((truth * (1 - truth)) / BUDGET) * ((POOL - BUDGET) / (POOL - 1));
    return [
      atMost(
        '|bias| of the weighted estimate in standard errors',
        Math.abs(mean(weighted) - truth) / Math.sqrt(variance(weighted) / draws),
        4,
      ),
      atMost('truth / plain mean of the same items', truth / mean(plain), 0.7),
      atMost('variance / that of uniform draws', variance(weighted) / uniform, 0.95),
    ];
  },
};
