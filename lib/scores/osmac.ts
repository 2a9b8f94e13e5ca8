import { z } from 'zod';
import { dot } from '../numeric/vector';
import { defineScore } from './define-score';
import { averageOverLabels } from './gradient-norm';
import { gradientNorms } from './gradient/gradient-norms';
import { dimensionsField } from './influence';
import { PoolCurvature } from './influence/pool-curvature';
import { labelReader, scoreRows } from './rows';
import type { ScoreInput, ScoreRun } from './score';

const criterion = z
  .enum(['l', 'a'])
  .default('a')
  .meta({
    title: 'Criterion',
    optionTitles: { l: 'optL: |y − p| ‖x‖', a: 'optA: |y − p| ‖H⁻¹ x‖' },
  });

const SOURCE =
  'Wang, Zhu, Ma, Optimal subsampling for large sample logistic regression (2018); Yao, Wang, for softmax regression (2019)';
const COST = 'optL: O(n·(d + K)); optA: O(n·K·d²) twice, O(n·K²·d²) up to 1000 parameters';

/**
 * OSMAC before labels are known: optA Σ_y p_y ‖(H + λ)⁻¹ g_y‖ or optL Σ_y p_y ‖g_y‖, g_y the gradient with the label y.
 *
 * Both want to be drawn with probability ∝ score and weights 1 / probability; optA makes the mean squared error of the
 * parameters small, optL that of H times them, without the Hessian's cost.
 */
export const osmac = defineScore({
  name: 'osmac',
  title: 'OSMAC (expected)',
  description:
    'The sampling weight that makes a weighted fit most precise, averaged over the labels thought possible.',
  direction: 'higher is more informative',
  range: '0 … ∞',
  cost: COST,
  source: SOURCE,
  needs: ['probabilities', 'features'],
  parameters: z.strictObject({ criterion, dimensions: dimensionsField }),
  begin: ({ criterion: kind, dimensions }) =>
    kind === 'l'
      ? {
          compute: (input) =>
            averageOverLabels(input, gradientNorms({ ...input, trace: undefined }, 'l2', 'all'), 'expected'),
        }
      : aOptimal(dimensions, ({ probabilities }) => {
          const { data, columns } = probabilities;
          return (row, normOf) => {
            let sum = 0;
            for (let label = 0; label < columns; label++) {
              const probability = data[row * columns + label] as number;
              if (probability > 0) sum += probability * normOf(label);
            }
            return sum;
          };
        }),
});

/** OSMAC with the known label: optA ‖(H + λ)⁻¹ g_y‖ or optL ‖g_y‖. For analysis and for subsampling labeled data. */
export const osmacLabeled = defineScore({
  name: 'osmac-labeled',
  title: 'OSMAC (actual)',
  description: 'The sampling weight that makes a weighted fit most precise, with the known label.',
  direction: 'higher is more informative',
  range: '0 … ∞',
  cost: COST,
  source: SOURCE,
  needs: ['probabilities', 'features', 'labels'],
  parameters: z.strictObject({ criterion, dimensions: dimensionsField }),
  begin: ({ criterion: kind, dimensions }) =>
    kind === 'l'
      ? {
          compute: (input) => {
            const labelAt = labelReader(input);
            const normAt = gradientNorms({ ...input, trace: undefined }, 'l2', 'all');
            return scoreRows(input.probabilities, (_values, _start, _end, row) => normAt(row, labelAt(row)));
          },
        }
      : aOptimal(dimensions, (input) => {
          const labelAt = labelReader(input);
          return (row, normOf) => normOf(labelAt(row));
        }),
});

type RowValue = (row: number, normOf: (label: number) => number) => number;

/** Two passes: the pool's Hessian, then of each row what `valueOf` makes of ‖(H + λ)⁻¹ g_y‖ for the labels it asks of. */
function aOptimal(dimensions: number, valueOf: (shard: ScoreInput) => RowValue): ScoreRun {
  const pool = new PoolCurvature(dimensions, 'parameters');
  return {
    survey: (shard) => pool.add(shard),
    surveyed: () => pool.sumsSoFar(),
    resume: (surveyed) => pool.resume(surveyed),
    method: () => pool.method(),
    compute: (shard) => {
      const scores = new Float32Array(shard.probabilities.rows);
      const rowValue = valueOf(shard);
      let coefficients = new Float64Array(0);
      pool.eachForm(shard, (row, forms, terms) => {
        if (coefficients.length === 0) coefficients = new Float64Array(forms.length);
        scores[row] = rowValue(row, (label) => {
          terms.errorCoefficients(row, label, coefficients);
          return Math.sqrt(Math.max(0, dot(coefficients, forms)));
        });
      });
      return scores;
    },
  };
}
