import { createRandom } from '@/lib/numeric/random';
import { power } from '@/lib/selections/power';
import { select } from '@/lib/selections/select';
import { atMost, within, type TheoryCheck } from './check';

const POOL = 5000;
const BUDGET = 1500;
const SMALL_BUDGET = 500;
/** times the square of the number of seeds, so that the quick half takes a quarter */
const DRAWS = 1;
const ESTIMATES = 5;

/** The normalizer is exact, and the product's Poisson sample has the size and the estimates that it should. */
export const inclusion: TheoryCheck = {
  name: 'U3',
  title: 'Inclusion probabilities of the power family (5000 uniform scores, budget 1500)',
  quick: true,
  run: (seeds) => {
    const draws = DRAWS * seeds ** 2;
    const random = createRandom(3, 'U3');
    const scores = Float32Array.from({ length: POOL }, () => 0.25 * random.uniform() + 1e-3);
    const values = scores.map((score) => 10 * score + random.normal());
    const ids = BigUint64Array.from({ length: POOL }, (_, row) => BigInt(row));
    const mean = values.reduce((sum, value) => sum + value, 0) / POOL;
    const draw = (exponent: number, budget: number, seed: number) =>
      select(power, { scores, ids, budget, seed }, { exponent, drawing: 'poisson' });

    const lines = [-1, -0.5, 0, 0.5, 1, 3].flatMap((exponent) => {
      const inclusionOf = new Map<number, number>();
      let [sizeSum, sizeSquares] = [0, 0];
      for (let seed = 0; seed < draws; seed++) {
        const { rows, inclusionProbabilities } = draw(exponent, BUDGET, seed);
        rows.forEach((row, place) => inclusionOf.set(row, inclusionProbabilities?.[place] as number));
        sizeSum += rows.length;
        sizeSquares += rows.length ** 2;
      }
      const probabilities = [...inclusionOf.entries()];
      const ratios = probabilities
        .filter(([, probability]) => probability < 1)
        .map(([row, probability]) => probability / (scores[row] as number) ** exponent);
      const size = sizeSum / draws;
      const expectedSpread = Math.sqrt(
        probabilities.reduce((sum, [, probability]) => sum + probability * (1 - probability), 0),
      );
      const spread = Math.sqrt(sizeSquares / draws - size ** 2);
      return [
        atMost(
          `exponent ${exponent}: spread of π / score^exponent below the cap, relative`,
          Math.max(...ratios) / Math.min(...ratios) - 1,
          1e-6,
        ),
        within(`exponent ${exponent}: mean size`, size, BUDGET, (4 * expectedSpread) / Math.sqrt(draws)),
        within(`exponent ${exponent}: sd of the size / theory`, spread / expectedSpread, 1, 0.15),
      ];
    });

    const estimates = Array.from({ length: ESTIMATES * seeds ** 2 }, (_, seed) => {
      const { rows, inclusionProbabilities } = draw(1, SMALL_BUDGET, seed);
      return (
        rows.reduce(
          (sum, row, place) => sum + (values[row] as number) / (inclusionProbabilities?.[place] as number),
          0,
        ) / POOL
      );
    });
    const estimate = estimates.reduce((sum, value) => sum + value, 0) / estimates.length;
    const variance =
      estimates.reduce((sum, value) => sum + (value - estimate) ** 2, 0) / (estimates.length - 1);
    return [
      ...lines,
      atMost(
        'Horvitz–Thompson: |bias| in standard errors',
        Math.abs(estimate - mean) / Math.sqrt(variance / estimates.length),
        4,
      ),
    ];
  },
};
