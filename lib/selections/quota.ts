import { z } from 'zod';
import { predictedLabels } from '../metrics/classification';
import { largestRows } from '../numeric/top-k';
import { plainChoice, probabilitiesOf } from './by-id';
import { defineScheme } from './define-scheme';
import { scoresOf } from './scores-of';

/**
 * The largest scores of each predicted class in turn, so that each class has an equal part of the budget; what a class
 * lacks goes to the others in turn. Within a round the class with the larger score comes first.
 *
 * Nested in the budget: every beginning holds the classes in equal parts. O(n).
 */
export const quota = defineScheme({
  name: 'quota',
  title: 'Equal parts of each class',
  description:
    'The largest scores of each predicted class in turn: as hard as “largest score”, but no class takes all.',
  family: 'balanced',
  source: 'Quotas per predicted class with round-robin spill-over',
  deterministic: true,
  defaultScore: 'entropy',
  needs: ['probabilities'],
  inclusionProbabilities: 'none',
  parameters: z.strictObject({}),
  select: (input) => {
    const { ids, budget } = input;
    const scores = scoresOf(input);
    const predicted = predictedLabels(probabilitiesOf(input));
    const descending = largestRows(scores, ids, ids.length);
    const rankOf = new Int32Array(ids.length);
    const classes = new Map<number, number[]>();
    descending.forEach((row, rank) => {
      rankOf[row] = rank;
      const label = predicted[row] as number;
      const own = classes.get(label);
      if (own) own.push(row);
      else classes.set(label, [row]);
    });
    const rows: number[] = [];
    for (let round = 0; rows.length < budget; round++) {
      const served = [...classes.values()].map((own) => own[round]).filter((row) => row !== undefined);
      rows.push(...served.sort((left, right) => (rankOf[left] as number) - (rankOf[right] as number)));
    }
    return plainChoice(Int32Array.from(rows.slice(0, budget)));
  },
});
