import type { Guess } from '@/lib/contracts/labeling';
import type { Container } from '../container';
import { findNewestProbabilities } from './guesses.repository';

/**
 * What the newest surrogate thinks of these rows, by row; those that it does not know are left out. Null where the project
 * keeps it from annotators or has no surrogate.
 */
export async function newestGuesses(
  container: Container,
  projectId: string,
  rows: readonly number[],
): Promise<ReadonlyMap<number, Guess> | null> {
  const blob = await findNewestProbabilities(container.db, projectId);
  if (!blob) return null;
  const { rows: known } = await container.matrices.manifest(blob);
  const asked = rows.filter((row) => row < known);
  const { data, columns } = await container.matrices.readRows(blob, asked);
  return new Map(
    asked.map((row, index) => {
      const probabilities = data.subarray(index * columns, (index + 1) * columns);
      const confidence = probabilities.reduce((highest, value) => Math.max(highest, value), 0);
      return [row, { label: probabilities.indexOf(confidence), confidence }];
    }),
  );
}
