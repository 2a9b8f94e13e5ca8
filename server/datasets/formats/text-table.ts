import { AppError } from '@/lib/errors';

/** A row of a table that holds texts. */
export interface TextRow {
  /** 0-based in the file */
  readonly index: number;
  /** where in the file, for people: "row 17 (line 19)" */
  readonly place: string;
  /** cells by column, as bytes where the file does not say what they are; null where empty */
  readonly cells: ReadonlyMap<string, Buffer | string | null>;
  /** why the row cannot be read; its cells mean nothing then */
  readonly problem: string | null;
  /** share of the file read so far, 0 … 1 */
  readonly shareRead: number;
}

/** A file with a text a row, read row by row. */
export interface TextTable {
  /** what to call the file in messages */
  readonly name: string;
  /** null where it is not known before the end */
  readonly rows: number | null;
  /** null where each row names its own (JSONL) */
  readonly columnNames: readonly string[] | null;
  /** From the first row on, each time it is called. */
  read(): AsyncIterable<TextRow>;
}

/** Columns as asked for; what is not named is looked for by its usual name. */
export interface TextColumns {
  readonly text?: string;
  readonly id?: string;
  readonly label?: string;
  readonly split?: string;
}

/**
 * The columns to read: those named, else `text`, `id` and `label` where the table has them.
 *
 * @throws AppError `bad-input` where a named column, or any for the text, is not there
 */
export function columnsWith(
  table: TextTable,
  columns: TextColumns,
): { text: string; id: string | null; label: string | null; split: string | null } {
  const has = (column: string) => table.columnNames === null || table.columnNames.includes(column);
  const text = columns.text ?? 'text';
  for (const column of [text, columns.id, columns.label, columns.split]) {
    if (column === undefined || has(column)) continue;
    const known = table.columnNames?.slice(0, 20).join(', ') ?? '';
    throw new AppError(
      'bad-input',
      `${table.name} has no column “${column}”.`,
      `Name the column that holds it; there are: ${known}.`,
    );
  }
  const usual = (column: string) => (has(column) ? column : null);
  return {
    text,
    id: columns.id ?? usual('id'),
    label: columns.label ?? usual('label'),
    split: columns.split ?? null,
  };
}

/** A short cell, such as an id, as text; null where there is none. */
export function textOf(cell: Buffer | string | null | undefined): string | null {
  const text = cell?.toString().trim() ?? '';
  return text === '' ? null : text;
}
