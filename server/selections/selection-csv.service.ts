import { AppError } from '@/lib/errors';
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
  const lines = ['row,key,inclusion_probability,weight'];
  rows.forEach((row, index) => {
    const probability = inclusionProbabilities[index] as number;
    lines.push(
      [row, quote(keys.get(row) ?? ''), Number.isNaN(probability) ? '' : probability, weights[index]].join(
        ',',
      ),
    );
  });
  return `${lines.join('\n')}\n`;
}

/** RFC 4180. */
function quote(key: string): string {
  return /[",\r\n]/.test(key) ? `"${key.replaceAll('"', '""')}"` : key;
}
