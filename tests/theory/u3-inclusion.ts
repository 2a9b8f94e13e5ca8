import { createRandom } from '@/lib/numeric/random';
import { power } from '@/lib/selections/power';
import { select } from '@/lib/selections/select';
import { atMost, within, type TheoryCheck } from './check';

const POOL = 2000;
const BUDGET = 600;
const DRAWS = 200;

/** The normalizer is exact, and the product's Poisson sample has the size and the estimates that it should. */
export const inclusion: TheoryCheck = {
  name: 'U3',
  title: 'Inclusion probabilities of the power family (2000 uniform scores, budget 600)',
  quick: true,
  run: () => {
    const random = createRandom(3, 'U3');
    const scores = Float32Array.from({ length: POOL }, () => 0.25 * random.uniform() + 1e-3);
    const values = scores.map((score) => 10 * score + random.normal());
    const ids = BigUint64Array.from({ length: POOL }, (_, row) => BigInt(row));
    const mean = values.reduce((sum, value) => sum + value, 0) / POOL;
    const draw = (exponent: number, budget: number, seed: number) =>
      select(power, { scores, ids, budget, seed }, { exponent, drawing: 'poisson' });

    const lines = [-1, -0.5, 0.5, 1, 3].flatMap((exponent) => {
      const inclusionOf = new Map<number, number>();
      let [sizeSum, sizeSquares] = [0, 0];
      for (let seed = 0; seed < DRAWS; seed++) {
        const { rows, inclusionProbabilities } = draw(exponent, BUDGET, seed);
        rows.forEach((row, place) => inclusionOf.set(row, inclusionProbabilities?.[place] as number));
        sizeSum += rows.length;
        sizeSquares += rows.length ** 2;
      }
      const probabilities = [...inclusionOf.entries()];
      const ratios = probabilities
        .filter(([, probability]) => probability < 1)
        .map(([row, probability]) => probability / (scores[row] as number) ** exponent);
      const size = sizeSum / DRAWS;
      const expectedSpread = Math.sqrt(
        probabilities.reduce((sum, [, probability]) => sum + probability * (1 - probability), 0),
      );
      const spread = Math.sqrt(sizeSquares / DRAWS - size ** 2);
      return [
        atMost(
          `exponent ${exponent}: spread of π / score^exponent below the cap, relative`,
          Math.max(...ratios) / Math.min(...ratios) - 1,
          1e-6,
        ),
        within(`exponent ${exponent}: mean size`, size, BUDGET, (4 * expectedSpread) / Math.sqrt(DRAWS)),
        within(`exponent ${exponent}: sd of the size / theory`, spread / expectedSpread, 1, 0.15),
      ];
    });

    const estimates = Array.from({ length: DRAWS }, (_, seed) => {
      const { rows, inclusionProbabilities } = draw(1, 200, seed);
      return (
        rows.reduce(
          (sum, row, place) => sum + (values[row] as number) / (inclusionProbabilities?.[place] as number),
          0,
        ) / POOL
      );
    });
    const estimate = estimates.reduce((sum, value) => sum + value, 0) / DRAWS;
    const variance = estimates.reduce((sum, value) => sum + (value - estimate) ** 2, 0) / (DRAWS - 1);
    return [
      ...lines,
      atMost(
        'Horvitz–Thompson: |bias| in standard errors',
        Math.abs(estimate - mean) / Math.sqrt(variance / DRAWS),
        4,
      ),
    ];
  },
};
