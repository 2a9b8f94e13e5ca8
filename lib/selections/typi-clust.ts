import { z } from 'zod';
import { kMeans } from '../numeric/k-means';
import type { Matrix } from '../numeric/matrix';
import { featuresOf, inOrder, labeledFeaturesOf, plainChoice, rowsById } from './by-id';
import { defineScheme } from './define-scheme';
import { typicalOrder } from './typical-order';

const MOST_CLUSTERS = 500;
const NEIGHBOURS = 20;
/** Clusters up to this size are no group of their own. */
const SMALL_CLUSTER = 5;

/**
 * As many clusters as labels there will be (500 at most); from those with the fewest labels, the largest first, the most
 * typical example. Clusters of five or fewer come last. Not nested: the number of clusters hangs on the budget.
 */
export const typiClust = defineScheme({
  name: 'typiclust',
  title: 'TypiClust: typical examples',
  description:
    'The most typical example of each cluster that has no label yet. For the first few labels, and without any surrogate.',
  family: 'diverse',
  source:
    'Hacohen, Dekel, Weinshall, Active learning on a budget: opposite strategies suit high and low budgets (2022)',
  deterministic: false,
  revision: 2,
  defaultScore: null,
  needs: ['features', 'labeled'],
  inclusionProbabilities: 'none',
  nested: () => false,
  cost: 'O(n·(clusters + 500)·d)',
  work: ({ rows, budget, dimension }) => {
    const clusters = Math.min(MOST_CLUSTERS, budget);
    return (
      (rows / 4) * (clusters + Math.min(500, rows / clusters)) * dimension + 200 * clusters ** 2 * dimension
    );
  },
  parameters: z.strictObject({}),
  select: (input) => {
    const order = rowsById(input.ids);
    const pool = inOrder(featuresOf(input), order);
    const labeled = labeledFeaturesOf(input);
    const features = below(pool, labeled);
    const clusterCount = Math.min(MOST_CLUSTERS, labeled.rows + input.budget);
    const { assignment } = kMeans(features, clusterCount, input.seed);
    const clusters = Array.from({ length: clusterCount }, () => ({ members: [] as number[], labels: 0 }));
    assignment.forEach((cluster, place) => {
      const own = clusters[cluster];
      if (!own) return;
      if (place < pool.rows) own.members.push(place);
      else own.labels++;
    });
    const isSmall = (size: number) => (size <= SMALL_CLUSTER ? 1 : 0);
    const inTurn = clusters
      .map(({ members, labels }) => ({ members, labels, size: members.length + labels }))
      .filter(({ members }) => members.length > 0)
      .sort(
        (left, right) =>
          isSmall(left.size) - isSmall(right.size) ||
          left.labels - right.labels ||
          right.size - left.size ||
          (left.members[0] as number) - (right.members[0] as number),
      );
    const places: number[] = [];
    const orders = new Map<number, Int32Array>();
    for (let round = 0; places.length < input.budget; round++) {
      inTurn.forEach(({ members }, cluster) => {
        if (round >= members.length || places.length >= input.budget) return;
        const typical = orders.get(cluster) ?? typicalOrder(pool, Int32Array.from(members), NEIGHBOURS);
        orders.set(cluster, typical);
        places.push(typical[round] as number);
      });
    }
    return plainChoice(Int32Array.from(places, (place) => order[place] as number));
  },
});

/** The rows of one matrix, then those of the other. */
function below(upper: Matrix, lower: Matrix): Matrix {
  if (lower.rows === 0) return upper;
  const data = new Float32Array(upper.data.length + lower.data.length);
  data.set(upper.data);
  data.set(lower.data, upper.data.length);
  return { data, rows: upper.rows + lower.rows, columns: upper.columns };
}
