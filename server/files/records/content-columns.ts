import type { RecordNames } from '../file-format';
import type { RecordContent } from './file-record';
import type { FactsProblem } from './record-columns';
import { RECORD_COLUMNS, textCell } from './record-columns';

/** What columns that name an image are called, here and elsewhere. */
const IMAGE_COLUMNS = ['image', 'file_name', 'path', 'filename', 'file', 'filepath', 'image_path'];

/** Where a table with named columns keeps the content of its rows. */
export type ContentColumns =
  | { readonly kind: 'text' | 'image'; readonly column: string }
  | { readonly kind: 'features'; readonly columns: readonly string[] }
  | null;

/** `text`, else the name of an image, else all that is no fact: numbers. */
export function contentColumns(columnNames: readonly string[], names: RecordNames): ContentColumns {
  const text = names.text ?? 'text';
  if (columnNames.includes(text)) return { kind: 'text', column: text };
  const image = IMAGE_COLUMNS.find((column) => columnNames.includes(column));
  if (image) return { kind: 'image', column: image };
  const facts = new Set<string | undefined>([...RECORD_COLUMNS, names.id, names.label, names.split]);
  const columns = columnNames.filter((column) => !facts.has(column));
  return columns.length > 0 ? { kind: 'features', columns } : null;
}

/** What features are called where a format has a column for each. */
export function featureColumn(index: number): string {
  return `f${index}`;
}

/** The content of a row of a table, or why it has none. */
export function readContent(
  columns: ContentColumns,
  cell: (column: string) => unknown,
): RecordContent | null | FactsProblem {
  if (columns === null) return null;
  if (columns.kind === 'features') {
    return readFeatures(
      columns.columns.map((column) => cell(column)),
      columns.columns,
    );
  }
  const value = cell(columns.column);
  const text = textCell(value);
  if (text === null)
    return { problem: { code: `no-${columns.kind}`, reason: `It has no “${columns.column}”.` } };
  if (columns.kind === 'image') return { kind: 'image', path: text, read: null };
  if (Buffer.isBuffer(value) && Buffer.from(text).length !== value.length) {
    return { problem: { code: 'not-utf-8', reason: `Its “${columns.column}” is not UTF-8.` } };
  }
  return { kind: 'text', text };
}

/** Numbers of a row; `columns` names them in messages. */
export function readFeatures(
  cells: readonly unknown[],
  columns: readonly string[] | null,
): RecordContent | FactsProblem {
  const values = new Float32Array(cells.length);
  for (let index = 0; index < cells.length; index++) {
    const value = cells[index];
    const text = textCell(value)?.trim() ?? '';
    const number = Math.fround(text === '' ? NaN : Number(text));
    if (!Number.isFinite(number)) {
      const where = columns ? `column “${columns[index]}”` : `feature ${index}`;
      const reason = `Its ${where} is “${text.slice(0, 40)}”, not a finite number.`;
      return { problem: { code: 'not-a-number', reason } };
    }
    values[index] = number;
  }
  return { kind: 'features', values };
}

/** A float32 by the fewest digits that tell it from its neighbours. */
export function shortFloat(value: number): number {
  return Number(value.toPrecision(9));
}
