import { z } from 'zod';
import { defineScheme } from './define-scheme';
import { top } from './top';

/** The largest scores, ties by ascending id. Nested in the budget; shards merge. O(n). */
export const maxGradient = defineScheme({
  name: 'max-gradient',
  title: 'Largest gradient',
  description:
    'The examples with the largest scores. Strong for large budgets, skewed towards odd ones for small.',
  family: 'by score',
  source: 'Vodrahalli, Li, Malik, Are all training examples created equal? (2018), section 3.3',
  deterministic: true,
  opposite: 'bottom',
  defaultScore: 'gradient-norm',
  inclusionProbabilities: 'none',
  parameters: z.strictObject({}),
  select: top.select,
  passes: top.passes,
});
