import { z } from 'zod';
import { smallestRows } from '../numeric/top-k';
import { defineScheme } from './define-scheme';
import { sharedUniforms } from './shared-uniforms';

/**
 * Simple random sampling without replacement: the rows with the smallest permanent random numbers.
 *
 * Nested in the budget, and shards merge: the smallest of the shards' smallest are the sample. O(n).
 */
export const random = defineScheme({
  name: 'random',
  title: 'Random',
  description: 'Every example has the same chance. The baseline that any other scheme has to beat.',
  family: 'random',
  source: 'Simple random sampling without replacement',
  deterministic: false,
  revision: 2,
  defaultScore: null,
  inclusionProbabilities: 'exact',
  parameters: z.strictObject({}),
  select: ({ ids, budget, seed }) => ({
    rows: smallestRows(sharedUniforms({ ids, seed }), ids, budget),
    inclusionProbabilities: new Float64Array(budget).fill(budget / ids.length),
    weights: new Float64Array(budget).fill(1),
  }),
});
