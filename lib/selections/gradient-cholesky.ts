import { z } from 'zod';
import { plainChoice } from './by-id';
import { defineScheme } from './define-scheme';
import { pivotedCholesky } from './pivoted-cholesky';
import { gradientCandidates, candidateCount, prefilterParameter, withoutPrefilter } from './prefilter';

/**
 * Gradients with the largest part outside the span of those chosen (see `pivotedCholesky`). Nested in the budget without
 * a prefilter.
 */
export const gradientCholesky = defineScheme({
  name: 'gradient-cholesky',
  title: 'New directions (pivoted Cholesky)',
  description:
    'The example whose gradient has most outside the span of all chosen before: the greedy determinantal point process.',
  family: 'diverse',
  source: 'Chen, Zhang, Zhou, Fast greedy MAP inference for determinantal point processes (2018)',
  deterministic: true,
  defaultScore: null,
  needs: ['probabilities', 'features'],
  inclusionProbabilities: 'none',
  nested: withoutPrefilter,
  cost: 'O(n·budget·(budget + K + d)) at most',
  work: (size, { prefilter }) =>
    2 * size.rows * (size.dimension + size.classes) +
    (Math.min(candidateCount(size, prefilter), 20 * size.budget) *
      size.budget *
      (size.dimension + size.classes + size.budget)) /
      2,
  parameters: z.strictObject({ prefilter: prefilterParameter }),
  select: (input, { prefilter }) => {
    const { rows, embedding } = gradientCandidates(input, prefilter);
    const { rows: places, resets } = pivotedCholesky(embedding, input.budget);
    return plainChoice(
      places.map((place) => rows[place] as number),
      resets === 0
        ? []
        : [
            `All directions of the gradients were taken ${resets} times before the budget was: there it began anew.`,
          ],
    );
  },
});
