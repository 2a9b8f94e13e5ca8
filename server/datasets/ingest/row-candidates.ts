import { createHash } from 'node:crypto';
import { AppError } from '@/lib/errors';
import { rowOf } from '@/lib/numeric/matrix';
import type { MatrixSource, RowBlock } from '../formats/matrix-source';
import { openMatrixSource } from '../formats/open-matrix-source';
import type { CandidateSource, IngestItem } from './candidate';
import { reject } from './candidate';
import type { SourceLabels } from './source-labels';
import { checkLabelCount } from './source-labels';

export interface RowColumns {
  readonly id?: string;
  readonly label?: string;
  readonly split?: string;
}

/** The rows of a table or matrix. Columns named `id` and `label` are these unless others are named. */
export async function rowCandidates(
  path: string,
  name: string,
  columns: RowColumns,
  labels: SourceLabels | null,
): Promise<CandidateSource> {
  const named = [columns.id, columns.label, columns.split].filter((column) => column !== undefined);
  const source = await openMatrixSource(path, { name, textColumns: named });
  for (const column of named) requireColumn(source, column);
  if (source.columns === 0) {
    throw new AppError(
      'bad-input',
      `${name} has no columns of numbers.`,
      'Give a table with a column a feature.',
    );
  }
  if (labels && source.rows !== null) checkLabelCount(labels, source.rows, name);
  const stem = name.replace(/\.[^.]*$/, '');
  let shareRead = 0;
  return {
    unit: 'rows',
    columns: source.columns,
    total: (position) => source.rows ?? (shareRead > 0 ? Math.round(position / shareRead) : null),
    items,
  };

  async function* items(position: number): AsyncGenerator<IngestItem> {
    let rows = 0;
    for await (const block of source.blocks()) {
      shareRead = block.shareRead;
      rows = block.firstRow + block.values.rows;
      if (labels && rows > labels.count) checkLabelCount(labels, rows, name);
      if (rows > position) yield* itemsOf(block, Math.max(0, position - block.firstRow));
    }
    if (labels) checkLabelCount(labels, rows, name);
  }

  function* itemsOf(block: RowBlock, from: number): Generator<IngestItem> {
    const problems = new Map(block.problems.map((problem) => [problem.row - block.firstRow, problem]));
    const cells = (column: string) => block.text.get(column) ?? null;
    const ids = cells(columns.id ?? 'id');
    const names = labels ? null : cells(columns.label ?? 'label');
    const splits = columns.split === undefined ? null : cells(columns.split);
    for (let index = from; index < block.values.rows; index++) {
      const row = block.firstRow + index;
      const problem = problems.get(index);
      const place = `${name}, ${problem?.place ?? `row ${row}`}`;
      const ownId = ids?.[index] ?? null;
      const labelsId = labels?.idOf(row) ?? null;
      if (problem) {
        yield reject(place, problem.code, `${capitalized(problem.reason)}.`);
      } else if (ids && ownId === null) {
        yield reject(place, 'no-id', 'The row has no id.');
      } else if (ownId !== null && labelsId !== null && ownId !== labelsId) {
        yield reject(place, 'other-id', `Its id is “${ownId}”, that of its label “${labelsId}”.`);
      } else {
        const values = rowOf(block.values, index);
        const labelName = names?.[index] ?? null;
        yield {
          candidate: {
            key: ownId ?? labelsId ?? `${stem}/${row}`,
            label: labels ? labels.labelOf(row) : labelName === null ? null : { name: labelName },
            splitName: splits?.[index] ?? null,
            contentHash: hashOf(values),
            content: { kind: 'row', values },
          },
        };
      }
    }
  }
}

function requireColumn(source: MatrixSource, column: string): void {
  if (source.columnNames?.includes(column)) return;
  const known = source.columnNames?.slice(0, 20).join(', ');
  throw new AppError(
    'bad-input',
    `${source.name} has no column “${column}”.`,
    known ? `Its columns begin with: ${known}.` : 'Its columns have no names.',
  );
}

function hashOf(values: Float32Array): string {
  return createHash('sha256')
    .update(new Uint8Array(values.buffer, values.byteOffset, values.byteLength))
    .digest('hex');
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
