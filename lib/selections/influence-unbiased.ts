import { z } from 'zod';
import { influenceScores } from '../influence/influence-scores';
import { projectFeatures } from '../influence/project-features';
import { largestRows } from '../numeric/top-k';
import { featuresOf, inOrder, probabilitiesOf, rowsById } from './by-id';
import { defineScheme } from './define-scheme';
import { drawWeighted, drawWeightedParameters } from './draw-weighted';
import {
  dimensionsParameter,
  influenceNotes,
  influenceWork,
  PROJECTION_SEED,
  targetParameter,
} from './influence-parameters';

/**
 * The best unbiased selection: probability ∝ √Z, Z the influence of an example (see `influenceScores`), weights
 * 1 / probability. A uniform share is mixed in and weights are clipped: asymptotics ask for neither, real data do.
 *
 * Plug-in: the surrogate's probabilities stand for the true ones. Nested in the budget.
 */
export const influenceUnbiased = defineScheme({
  name: 'influence-unbiased',
  title: 'Influence, unbiased',
  description:
    'Draws with probability ∝ √influence (uncertainty × leverage) and weighs by its inverse: the best selection whose estimate stays unbiased.',
  family: 'by probability',
  source:
    'Ting and Brochu, Optimal subsampling with influence functions (2018); Kolossov, Montanari, Tandon (2024), section 4',
  deterministic: false,
  revision: 3,
  defaultScore: null,
  needs: ['probabilities', 'features'],
  inclusionProbabilities: 'exact',
  cost: 'O(n·K·D²), D ≤ the features looked at',
  work: (size, { dimensions }) => 2 * influenceWork(size, dimensions),
  parameters: z.strictObject({
    target: targetParameter,
    dimensions: dimensionsParameter,
    drawing: drawWeightedParameters.drawing,
    mixing: drawWeightedParameters.mixing,
    clipping: drawWeightedParameters.clipping,
  }),
  select: (input, { target, dimensions, ...drawing }) => {
    // sums over the pool are taken in the order of ids, so that its rows may come in any
    const order = rowsById(input.ids);
    const features = projectFeatures(inOrder(featuresOf(input), order), dimensions, PROJECTION_SEED);
    const { scores, form } = influenceScores(inOrder(probabilitiesOf(input), order), features, { target });
    const roots = new Float64Array(order.length);
    order.forEach((row, place) => (roots[row] = Math.sqrt(Math.max(0, scores[place] as number))));
    const rowsBySize = largestRows(roots, input.ids, roots.length);
    const weighting = 'inverse-probability';
    const drawn = drawWeighted(input, { sizes: roots, rowsBySize }, { ...drawing, weighting });
    return {
      ...drawn,
      notes: [...influenceNotes(form, featuresOf(input).columns, dimensions), ...drawn.notes],
    };
  },
});
