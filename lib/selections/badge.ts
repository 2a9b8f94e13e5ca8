import { z } from 'zod';
import { createRandom } from '../numeric/random';
import { plainChoice } from './by-id';
import { defineScheme } from './define-scheme';
import { gradientCandidates, candidateCount, prefilterParameter, withoutPrefilter } from './prefilter';
import { drawSpreadOut } from './spread-draw';

/**
 * k-means++ over gradients with the predicted class as label (see `drawSpreadOut`): long gradients, far from one another.
 * Inclusion probabilities have no form that can be computed. Nested in the budget without a prefilter.
 */
export const badge = defineScheme({
  name: 'badge',
  title: 'BADGE: spread-out gradients',
  description:
    'Draws uncertain examples that differ from one another: each in proportion to its squared distance from those chosen.',
  family: 'diverse',
  source: 'Ash et al., Deep batch active learning by diverse, uncertain gradient lower bounds (2020)',
  deterministic: false,
  defaultScore: null,
  needs: ['probabilities', 'features'],
  inclusionProbabilities: 'none',
  nested: withoutPrefilter,
  cost: 'O(n·budget·(K + d)) at most, usually O(budget²·(K + d))',
  work: (size, { prefilter }) =>
    (size.dimension + size.classes) *
    (2 * size.rows + Math.min(candidateCount(size, prefilter), 2 * size.budget) * size.budget),
  parameters: z.strictObject({ prefilter: prefilterParameter }),
  select: (input, { prefilter }) => {
    const { rows, embedding } = gradientCandidates(input, prefilter);
    const places = drawSpreadOut(embedding, input.budget, createRandom(input.seed, 'badge'));
    return plainChoice(places.map((place) => rows[place] as number));
  },
});
