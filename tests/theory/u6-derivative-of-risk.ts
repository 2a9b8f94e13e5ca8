import { influenceScores, selectionRisk } from '@/lib/influence/influence-scores';
import { createRandom } from '@/lib/numeric/random';
import { logistic } from '@/lib/numeric/logistic';
import { atMost, type TheoryCheck } from './check';

const ROWS = 12;
const COLUMNS = 3;
const STEP = 1e-5;

/** What an example's score says is what the risk loses when its inclusion probability grows. */
export const derivativeOfRisk: TheoryCheck = {
  name: 'U6',
  title: 'Z_π is minus the derivative of the biased risk by π (12 rows, p = 3)',
  quick: true,
  run: () =>
    (['parameters', 'predictions'] as const).map((target) => {
      const random = createRandom(6, 'U6');
      const features = {
        data: Float32Array.from({ length: ROWS * COLUMNS }, () => random.normal()),
        rows: ROWS,
        columns: COLUMNS,
      };
      const probabilities = {
        data: Float32Array.from(
          Array.from({ length: ROWS }, () => logistic(2 * random.normal())).flatMap((value) => [
            1 - value,
            value,
          ]),
        ),
        rows: ROWS,
        columns: 2,
      };
      const inclusion = Float64Array.from({ length: ROWS }, () => 0.2 + 0.7 * random.uniform());
      const options = { target, intercept: false } as const;
      const { scores } = influenceScores(probabilities, features, { ...options, inclusion });
      const riskWith = (row: number, step: number): number =>
        selectionRisk(probabilities, features, {
          ...options,
          inclusion: inclusion.map((value, place) => (place === row ? value + step : value)),
          weights: null,
        });
      const differences = Array.from(scores, (score, row) => {
        const slope = (riskWith(row, STEP) - riskWith(row, -STEP)) / (2 * STEP);
        return Math.abs((-slope * ROWS) / score - 1);
      });
      return atMost(`error of the ${target}: largest relative difference`, Math.max(...differences), 2e-5);
    }),
};
