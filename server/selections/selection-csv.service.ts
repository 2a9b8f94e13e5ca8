import { AppError } from '@/lib/errors';
import { csvLine } from '@/lib/text/csv-line';
import type { Container } from '../container';
import { readChosen } from './chosen-file.service';
import { findKeysOfRows } from './example-keys.repository';
import { findSelection } from './selections.repository';

/** The selection for other tools: `row,key,inclusion_probability,weight`, in order of choice. */
export async function writeSelectionCsv(
  container: Container,
  input: { projectId: string; selectionId: string },
): Promise<string> {
  const selection = await findSelection(container.db, input.projectId, input.selectionId);
  if (!selection) throw new AppError('not-found', 'There is no such selection in this project.');
  const { rows, inclusionProbabilities, weights } = await readChosen(container, selection.chosenBlob);
  const keys = await findKeysOfRows(container.db, input.projectId, rows);
  const lines = [csvLine(['row', 'key', 'inclusion_probability', 'weight'])];
  rows.forEach((row, index) => {
    const probability = inclusionProbabilities[index] as number;
    const drawn = Number.isNaN(probability) ? null : probability;
    lines.push(csvLine([row, keys.get(row) ?? '', drawn, weights[index] ?? null]));
  });
  return lines.join('');
}
