import { z } from 'zod';
import { biasedOptimum } from '../influence/biased-optimum';
import { projectFeatures } from '../influence/project-features';
import { largestRows } from '../numeric/top-k';
import { featuresOf, gatherIds, inOrder, plainChoice, probabilitiesOf, rowsById } from './by-id';
import { defineScheme } from './define-scheme';
import {
  dimensionsParameter,
  influenceNotes,
  influenceWork,
  PROJECTION_SEED,
  targetParameter,
} from './influence-parameters';

/**
 * The best selection without weights: the optimum of Frank and Wolfe's method (see `biasedOptimum`), which is 0 or 1 for
 * all but a few examples; those are settled by the largest.
 *
 * The optimum of one budget is not part of that of a larger one: not nested. With a surrogate of few labels its lead over
 * drawing ∝ influence is within noise (theory a.5).
 */
export const influenceBiased = defineScheme({
  name: 'influence-biased',
  title: 'Influence, biased optimum',
  description:
    'The set that tells most about the surrogate’s model when all labels weigh the same: uncertain, and spread over the directions that are not known yet.',
  family: 'by score',
  source:
    'Kolossov, Montanari, Tandon, Towards a statistical theory of data selection under weak supervision (2024), section 4; Frank and Wolfe (1956)',
  deterministic: true,
  defaultScore: null,
  needs: ['probabilities', 'features'],
  inclusionProbabilities: 'none',
  nested: () => false,
  cost: 'O(iterations·n·K·D²), D ≤ the features looked at',
  work: (size, { dimensions, iterations }) =>
    iterations * (1 + size.budget / size.rows) * influenceWork(size, dimensions),
  parameters: z.strictObject({
    target: targetParameter,
    dimensions: dimensionsParameter,
    iterations: z
      .number()
      .int()
      .min(1)
      .max(1000)
      .default(60)
      .meta({ detail: true, title: 'Steps', step: 10 }),
  }),
  select: (input, { target, dimensions, iterations }) => {
    const order = rowsById(input.ids);
    const ids = gatherIds(input.ids, order);
    const features = projectFeatures(inOrder(featuresOf(input), order), dimensions, PROJECTION_SEED);
    const probabilities = inOrder(probabilitiesOf(input), order);
    const { inclusion, form } = biasedOptimum(probabilities, features, ids, input.budget, {
      target,
      iterations,
    });
    const places = largestRows(inclusion, ids, input.budget);
    return plainChoice(
      places.map((place) => order[place] as number),
      influenceNotes(form, featuresOf(input).columns, dimensions),
    );
  },
});
