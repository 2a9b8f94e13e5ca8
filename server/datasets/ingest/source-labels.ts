import { AppError } from '@/lib/errors';
import { readLabelsFile } from '../formats/read-labels-file';
import type { SourceLabel } from './candidate';

/** Labels of a file beside the examples, by row. */
export interface SourceLabels {
  readonly name: string;
  readonly count: number;
  labelOf(row: number): SourceLabel;
  /** null where the file has no ids */
  idOf(row: number): string | null;
}

export async function openSourceLabels(path: string, name: string): Promise<SourceLabels> {
  const { labels, classNames, ids } = await readLabelsFile(path, name);
  return {
    name,
    count: labels.length,
    labelOf(row) {
      const number = labels[row] as number;
      return classNames ? { name: classNames[number] as string } : { number };
    },
    idOf: (row) => ids?.[row] ?? null,
  };
}

/** @throws AppError `bad-input` where labels and examples do not belong together */
export function checkLabelCount(labels: SourceLabels, count: number, name: string): void {
  if (labels.count === count) return;
  throw new AppError(
    'bad-input',
    `${labels.name} has ${labels.count} labels, ${name} has ${count} examples.`,
    'Give the labels that belong to this file.',
  );
}
