import { z } from 'zod';
import type { Matrix } from '../numeric/matrix';
import { squaredDistanceBelow } from '../numeric/row-products';
import { featuresOf, inOrder, labeledFeaturesOf, plainChoice, rowsById } from './by-id';
import { defineScheme } from './define-scheme';
import { farthestFirst } from './farthest-first';

/**
 * The example that is farthest from all that is labeled or chosen, again and again (see `farthestFirst`). Where nothing
 * is labeled the first is the one nearest to the mean. Nested in the budget.
 */
export const kCenter = defineScheme({
  name: 'k-center',
  title: 'k-center: farthest first',
  description:
    'Each time the example farthest from all labeled and chosen ones, in the space of the features: covers the pool, outliers first. Needs no surrogate.',
  family: 'diverse',
  source:
    'Sener and Savarese, Active learning for convolutional neural networks: a core-set approach (2018); Gonzalez (1985)',
  deterministic: true,
  revision: 2,
  defaultScore: null,
  needs: ['features', 'labeled'],
  inclusionProbabilities: 'none',
  cost: 'O(n·(labeled + budget)·d) at most',
  work: ({ rows, budget, dimension }) => (rows * budget * dimension) / 8,
  parameters: z.strictObject({}),
  select: (input) => {
    const order = rowsById(input.ids);
    const features = inOrder(featuresOf(input), order);
    const places = farthestFirst(features, labeledFeaturesOf(input), nearestToMean(features), input.budget);
    return plainChoice(places.map((place) => order[place] as number));
  },
});

/** The first row of equally near ones. O(n · d) */
function nearestToMean(features: Matrix): number {
  const { rows, columns } = features;
  const sums = new Float64Array(columns);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      sums[column] = (sums[column] as number) + (features.data[row * columns + column] as number);
    }
  }
  const mean = { data: Float32Array.from(sums, (sum) => sum / rows), rows: 1, columns };
  let nearest = 0;
  let smallest = Infinity;
  for (let row = 0; row < rows; row++) {
    const squared = squaredDistanceBelow(features, row, mean, 0, smallest);
    if (squared >= smallest) continue;
    smallest = squared;
    nearest = row;
  }
  return nearest;
}
