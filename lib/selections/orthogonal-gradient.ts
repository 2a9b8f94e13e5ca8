import { z } from 'zod';
import { plainChoice } from './by-id';
import { defineScheme } from './define-scheme';
import { orthogonalOrder } from './orthogonal-order';
import { gradientCandidates, candidateCount, prefilterParameter, withoutPrefilter } from './prefilter';

/**
 * Long gradients in directions that none of the chosen has (see `orthogonalOrder`), on request with the predicted
 * classes in turn. Nested in the budget without a prefilter.
 */
export const orthogonalGradient = defineScheme({
  name: 'orthogonal-gradient',
  title: 'Orthogonal gradients',
  description:
    'The largest gradients, each as orthogonal as can be to those chosen before; with quotas the predicted classes take turns.',
  family: 'diverse',
  source:
    'Vodrahalli, Li, Malik, Are all training examples created equal? (2018): orthogonal gradients and label entropy are its future work',
  deterministic: true,
  defaultScore: null,
  needs: ['probabilities', 'features'],
  inclusionProbabilities: 'none',
  nested: withoutPrefilter,
  cost: 'O(n·budget·(K + d)) at most',
  work: (size, { prefilter }) =>
    (size.dimension + size.classes) *
    (2 * size.rows + Math.min(candidateCount(size, prefilter), 3 * size.budget) * size.budget),
  parameters: z.strictObject({
    quotas: z
      .enum(['none', 'predicted-class'])
      .default('none')
      .meta({
        title: 'Quotas',
        optionTitles: { none: 'None', 'predicted-class': 'Predicted classes in turn' },
      }),
    prefilter: prefilterParameter,
  }),
  select: (input, { quotas, prefilter }) => {
    const { rows, embedding } = gradientCandidates(input, prefilter);
    const places = orthogonalOrder(embedding, input.budget, quotas === 'predicted-class');
    return plainChoice(places.map((place) => rows[place] as number));
  },
});
