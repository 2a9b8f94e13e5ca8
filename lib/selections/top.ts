import { z } from 'zod';
import { largestRows } from '../numeric/top-k';
import { plainChoice } from './by-id';
import { defineScheme } from './define-scheme';
import { scoresOf } from './scores-of';

/** The largest of any score, ties by ascending id. Nested in the budget; shards merge. O(n). */
export const top = defineScheme({
  name: 'top',
  title: 'Largest score',
  description:
    'The examples with the largest score, the hardest first. Skewed towards odd ones for small budgets.',
  family: 'by score',
  source: 'Uncertainty sampling: Lewis and Gale, A sequential algorithm for training text classifiers (1994)',
  deterministic: true,
  opposite: 'bottom',
  defaultScore: 'entropy',
  inclusionProbabilities: 'none',
  parameters: z.strictObject({}),
  select: (input) => plainChoice(largestRows(scoresOf(input), input.ids, input.budget)),
});
