import { z } from 'zod';
import { kMeans } from '../numeric/k-means';
import { largestRows } from '../numeric/top-k';
import { featuresOf, inOrder, plainChoice, rowsById } from './by-id';
import { defineScheme } from './define-scheme';
import { scoresOf } from './scores-of';

/**
 * Of the hardest candidates · budget examples one from each cluster in turn, small clusters first, the hardest of each
 * cluster first. Which clusters are small is counted among those candidates.
 *
 * Clusters are of k-means and not, as in the paper, of hierarchical clustering: that would need all distances. Not
 * nested: what is looked at hangs on the budget.
 */
export const clusterMargin = defineScheme({
  name: 'cluster-margin',
  title: 'Cluster-Margin',
  description:
    'Of the hardest examples one from each cluster in turn, rare clusters first: hard, and not all alike. Fast for large budgets.',
  family: 'diverse',
  source: 'Citovsky et al., Batch active learning at scale (2021)',
  deterministic: false,
  defaultScore: 'margin',
  needs: ['features'],
  inclusionProbabilities: 'none',
  nested: () => false,
  cost: 'O(n·clusters·d)',
  work: ({ rows, dimension }, { clusters }) => (rows + 100 * clusters) * clusters * dimension,
  parameters: z.strictObject({
    candidates: z
      .number()
      .int()
      .min(1)
      .max(100)
      .default(10)
      .meta({ detail: true, title: 'Candidates, × the budget', step: 1 }),
    clusters: z
      .number()
      .int()
      .min(2)
      .max(1000)
      .default(100)
      .meta({ detail: true, title: 'Clusters', step: 10 }),
  }),
  select: (input, { candidates, clusters }) => {
    const { ids, budget } = input;
    const order = rowsById(ids);
    const { assignment } = kMeans(inOrder(featuresOf(input), order), clusters, input.seed);
    const clusterOf = new Int32Array(ids.length);
    order.forEach((row, place) => (clusterOf[row] = assignment[place] as number));
    const hardest = largestRows(scoresOf(input), ids, Math.min(ids.length, candidates * budget));
    const members = new Map<number, number[]>();
    for (const row of hardest) {
      const cluster = clusterOf[row] as number;
      const own = members.get(cluster);
      if (own) own.push(row);
      else members.set(cluster, [row]);
    }
    // of clusters of one size the one found first, that of the harder example, comes first
    const smallFirst = [...members.values()].sort((left, right) => left.length - right.length);
    const rows: number[] = [];
    for (let round = 0; rows.length < budget; round++) {
      for (const own of smallFirst) {
        const row = own[round];
        if (row !== undefined && rows.length < budget) rows.push(row);
      }
    }
    return plainChoice(Int32Array.from(rows));
  },
});
