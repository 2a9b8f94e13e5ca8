import { z } from 'zod';
import { largestRows } from '../numeric/top-k';
import { defineScheme } from './define-scheme';
import { mixingParameter, mixUniform } from './draw-by-size';
import { sizesOf } from './scores-of';
import { sharedUniforms } from './shared-uniforms';
import { trainingWeights, weightingParameters } from './training-weights';

/** Below any key of a positive score: those are above −745 − ln 37. */
const ZERO_SCORE_KEY = -1e4;

/**
 * Draws one after the other without replacement, each time in proportion to the score among those that remain.
 *
 * All draws at once by the Gumbel-top-k trick: the largest keys ln g − ln(−ln(1 − u)), u a permanent random number.
 * Order of the keys is the order of the draws, so budgets are nested; shards merge by their keys. Scores of 0 come last,
 * in random order. With weights a uniform share is mixed in and weights are clipped, as in the power family.
 *
 * The inclusion probabilities are conditioned on the largest key left out, τ: 1 − exp(−g · e^−τ). Marginal ones have
 * no closed form and are *not* n·g/Σg (theory 0.7); these are valid for inverse-probability estimates. O(n).
 */
export const gradientCdf = defineScheme({
  name: 'gradient-cdf',
  title: 'In proportion to the gradient',
  description:
    'Draws at random, the larger the score the sooner. Keeps easy examples in, unlike “largest gradient”.',
  family: 'by probability',
  source:
    'Vodrahalli, Li, Malik, Are all training examples created equal? (2018); Efraimidis and Spirakis, Weighted random sampling with a reservoir (2006)',
  deterministic: false,
  revision: 2,
  defaultScore: 'gradient-norm',
  inclusionProbabilities: 'conditional',
  parameters: z.strictObject({
    ...weightingParameters,
    weighting: weightingParameters.weighting.meta({ ...weightingParameters.weighting.meta(), detail: true }),
    mixing: mixingParameter,
  }),
  select: (input, { mixing, ...weighting }) => {
    const { ids, budget } = input;
    const given = sizesOf(input);
    const scores =
      weighting.weighting === 'none'
        ? given
        : mixUniform(
            { sizes: Float64Array.from(given), rowsBySize: largestRows(given, ids, given.length) },
            mixing,
          ).sizes;
    const keys = sharedUniforms(input).map((uniform, row) => {
      const score = scores[row] as number;
      return score > 0 ? Math.log(score) - Math.log(-Math.log1p(-uniform)) : ZERO_SCORE_KEY + 1 - uniform;
    });
    const ordered = largestRows(keys, ids, Math.min(ids.length, budget + 1));
    const rows = ordered.slice(0, budget);
    const firstLeftOut = ordered[budget];
    const threshold = firstLeftOut === undefined ? -Infinity : (keys[firstLeftOut] as number);
    const inclusionProbabilities = Float64Array.from(rows, (row) => {
      const score = scores[row] as number;
      if (score > 0) return -Math.expm1(-score * Math.exp(-threshold));
      return 1 - Math.max(0, threshold - ZERO_SCORE_KEY);
    });
    return { rows, inclusionProbabilities, ...trainingWeights(inclusionProbabilities, weighting) };
  },
});
