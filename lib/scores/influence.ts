import { z } from 'zod';
import { dot } from '../numeric/vector';
import { defineScore } from './define-score';
import { PoolCurvature } from './influence/pool-curvature';

/** Of every score that looks at the curvature. */
export const dimensionsField = z
  .number()
  .int()
  .min(1)
  .max(4096)
  .default(256)
  .meta({ title: 'Most features (more are projected)', step: 1 });

const parameters = z.strictObject({
  weighting: z
    .enum(['unbiased', 'biased'])
    .default('unbiased')
    .meta({
      title: 'Meant for',
      optionTitles: {
        unbiased: 'Drawing with weights 1 / probability: √Z',
        biased: 'Keeping the largest: Z',
      },
    }),
  target: z
    .enum(['parameters', 'predictions'])
    .default('parameters')
    .meta({
      title: 'What becomes small',
      optionTitles: { parameters: 'Error of the parameters', predictions: 'Excess log-loss' },
    }),
  dimensions: dimensionsField,
});

/**
 * Influence on the model: Z(x) = Tr(Hess(x) (H + λ)⁻¹ Q (H + λ)⁻¹) = E_y ‖(H + λ)⁻¹ gradient‖²_Q with labels averaged
 * out by the surrogate's own prediction (plug-in). "Uncertainty times leverage".
 *
 * Drawing with probability ∝ √Z and weights 1 / probability is the best unbiased selection; without weights, Z is minus
 * the derivative of the selection's risk where all examples are as likely, so that the largest are best kept. The
 * Hessian is that of the pool, all classes together up to 1000 parameters, else a block a class.
 *
 * @throws AppError `bad-input` for missing or infinite features
 */
export const influence = defineScore({
  name: 'influence',
  title: 'Influence',
  description:
    'How much one label more of this example would move the whole model: its uncertainty times how unlike the rest of the pool it is.',
  direction: 'higher is more informative',
  range: '0 … ∞',
  cost: 'O(n·K·d²) twice; O(n·K²·d²) up to 1000 parameters',
  source:
    'Kolossov, Montanari, Tandon, Towards a statistical theory of data selection under weak supervision (2024); Ting, Brochu, Optimal subsampling with influence functions (2018)',
  needs: ['probabilities', 'features'],
  parameters,
  begin: ({ weighting, target, dimensions }) => {
    const pool = new PoolCurvature(dimensions, target);
    return {
      survey: (shard) => pool.add(shard),
      surveyed: () => pool.sumsSoFar(),
      resume: (surveyed) => pool.resume(surveyed),
      method: () => pool.method(),
      compute: (shard) => {
        const scores = new Float32Array(shard.probabilities.rows);
        let coefficients = new Float64Array(0);
        pool.eachForm(shard, (row, forms, terms) => {
          if (coefficients.length === 0) coefficients = new Float64Array(forms.length);
          terms.coefficients(row, coefficients);
          const influenceOfRow = Math.max(0, dot(coefficients, forms));
          scores[row] = weighting === 'unbiased' ? Math.sqrt(influenceOfRow) : influenceOfRow;
        });
        return scores;
      },
    };
  },
});
