import { z } from 'zod';
import { largestRows } from '../numeric/top-k';
import { defineScheme } from './define-scheme';
import { scoresOf } from './scores-of';

/** One of this many examples is extreme: the top 5 %. */
const EXAMPLES_PER_EXTREME = 20;

/**
 * Leaves out the floor(0.05 · n) largest scores, then takes the largest of the rest, ties by ascending id.
 *
 * Where the budget exceeds the rest (undefined in the paper) the ones left out fill it up, smallest first, so that a
 * budget of n is the whole pool. Nested in the budget. O(n).
 */
export const nonExtremeMaxGradient = defineScheme({
  name: 'non-extreme-max-gradient',
  title: 'Largest gradient without the top 5 %',
  description: 'As “largest gradient”, but the 5 % largest, often mislabeled or unreadable, come last.',
  family: 'by score',
  source: 'Vodrahalli, Li, Malik, Are all training examples created equal? (2018), section 3.3',
  deterministic: true,
  defaultScore: 'gradient-norm',
  inclusionProbabilities: 'none',
  parameters: z.strictObject({}),
  select: (input) => {
    const { ids, budget } = input;
    const extremeCount = Math.floor(ids.length / EXAMPLES_PER_EXTREME);
    const largest = largestRows(scoresOf(input), ids, Math.min(ids.length, extremeCount + budget));
    const rows = new Int32Array(budget);
    rows.set(largest.subarray(extremeCount));
    const filled = largest.length - extremeCount;
    rows.set(largest.subarray(extremeCount - (budget - filled), extremeCount).reverse(), filled);
    return { rows, inclusionProbabilities: null, weights: new Float64Array(budget).fill(1) };
  },
});
