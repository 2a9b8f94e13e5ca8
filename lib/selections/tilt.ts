import { z } from 'zod';
import { predictedLabels } from '../metrics/classification';
import { largestRows } from '../numeric/top-k';
import { probabilitiesOf } from './by-id';
import { defineScheme } from './define-scheme';
import { drawWeighted, drawWeightedParameters } from './draw-weighted';
import { logitLimitParameter, powerSizes } from './power-sizes';
import { sizesOf } from './scores-of';

/**
 * Inclusion probabilities ∝ score^exponent / (Σ score^exponent of the predicted class): each class is expected to have
 * the same part of the budget, up to what the cap at 1 takes from small ones. Nested in the budget. O(n log n).
 */
export const tilt = defineScheme({
  name: 'tilt',
  title: 'Balanced power of the score',
  description:
    'Draws as “power of the score” does, tilted so that each predicted class can expect the same number of examples.',
  family: 'balanced',
  source: 'Power family divided by its sum over the predicted class; Tillé, Biometrika 83 (1996)',
  deterministic: false,
  revision: 3,
  defaultScore: 'gini',
  needs: ['probabilities'],
  inclusionProbabilities: 'exact',
  cost: 'O(n log n)',
  parameters: z.strictObject({
    exponent: z.number().min(-10).max(10).default(0.5).meta({ title: 'Exponent', step: 0.25 }),
    ...drawWeightedParameters,
    logitLimit: logitLimitParameter,
  }),
  select: (input, { exponent, logitLimit, ...drawing }) => {
    const predicted = predictedLabels(probabilitiesOf(input));
    const sizes = powerSizes(sizesOf(input), exponent, logitLimit);
    const sums = classSums(sizes, predicted);
    const tilted = sizes.map((size, row) =>
      size > 0 ? size / (sums[predicted[row] as number] as number) : 0,
    );
    const rowsBySize = largestRows(tilted, input.ids, tilted.length);
    return drawWeighted(input, { sizes: tilted, rowsBySize }, drawing);
  },
});

/** Exact whatever the order of the rows: the sum over a class is taken in ascending order of its sizes. */
function classSums(sizes: Float64Array, predicted: Int32Array): number[] {
  const members = new Map<number, number[]>();
  sizes.forEach((size, row) => {
    const label = predicted[row] as number;
    const own = members.get(label);
    if (own) own.push(size);
    else members.set(label, [size]);
  });
  const sums: number[] = [];
  for (const [label, own] of members) {
    sums[label] = Float64Array.from(own)
      .sort()
      .reduce((sum, size) => sum + size, 0);
  }
  return sums;
}
