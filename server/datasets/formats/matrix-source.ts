import type { Matrix } from '@/lib/numeric/matrix';

/** Columns of a table that are never features, whatever is asked for. */
const NEVER_FEATURES = ['id', 'label'];
/** What else an export of Winnow tells of its rows. */
const EXPORTED_FACTS = [
  'split',
  'annotator',
  'seconds',
  'labeled_at',
  'annotations',
  'inclusion_probability',
  'weight',
];

/**
 * Columns of this table that are no features. `weight` or `seconds` may well be one, so the columns of an export count only
 * where the one stands that nobody else has.
 */
export function factColumns(columnNames: readonly string[]): readonly string[] {
  return columnNames.includes('inclusion_probability')
    ? [...NEVER_FEATURES, ...EXPORTED_FACTS]
    : NEVER_FEATURES;
}

/** A row that cannot be used, and why. */
export interface RowProblem {
  /** 0-based in the file */
  readonly row: number;
  /** where in the file, for people: "row 17 (line 19)" */
  readonly place: string;
  readonly code: 'short-row' | 'long-row' | 'not-a-number' | 'not-finite' | 'broken-row';
  readonly reason: string;
}

/** Consecutive rows of a file of numbers. */
export interface RowBlock {
  /** 0-based in the file */
  readonly firstRow: number;
  /** Rows that have a problem are in here too, so that positions hold; their values mean nothing. */
  readonly values: Matrix;
  /** cells of the text columns that the file has, as written; null where empty */
  readonly text: ReadonlyMap<string, readonly (string | null)[]>;
  readonly problems: readonly RowProblem[];
  /** share of the file read so far, 0 … 1 */
  readonly shareRead: number;
}

/** A file of numbers, a row an example, read block by block in constant memory. */
export interface MatrixSource {
  /** what to call the file in messages */
  readonly name: string;
  /** null where it is not known before the end (CSV) */
  readonly rows: number | null;
  /** feature columns */
  readonly columns: number;
  /** all named columns of a table; null where the format has no names */
  readonly columnNames: readonly string[] | null;
  /** From the first row on, each time it is called. */
  blocks(): AsyncIterable<RowBlock>;
}

export interface SourceOptions {
  /** what to call the file in messages; its base name unless given */
  readonly name?: string;
  /** named columns that are text, not features; `id` and `label` always are */
  readonly textColumns?: readonly string[];
}

/** Rows a block holds: some 8 MB of float32, and few enough to hand on quickly. */
export function rowsPerBlock(columns: number): number {
  return Math.max(1, Math.min(4096, Math.floor(2 ** 21 / Math.max(1, columns))));
}

/** Where a row lies, for formats that have no lines. */
export function rowPlace(row: number): string {
  return `row ${row}`;
}

/** Finds the rows with a value that is not finite; each is listed once, by its first such column. */
export function findNonFinite(
  values: Matrix,
  firstRow: number,
  columnName: (column: number) => string = (column) => `column ${column}`,
  place: (row: number) => string = rowPlace,
): RowProblem[] {
  const { data, rows, columns } = values;
  const problems: RowProblem[] = [];
  for (let row = 0; row < rows; row++) {
    const start = row * columns;
    for (let column = 0; column < columns; column++) {
      const value = data[start + column] as number;
      // NaN and the infinities are the only numbers whose difference from themselves is not 0.
      if (value - value === 0) continue;
      problems.push({
        row: firstRow + row,
        place: place(firstRow + row),
        code: 'not-finite',
        reason: `${columnName(column)} is ${Number.isNaN(value) ? 'NaN' : 'infinite or too large for float32'}`,
      });
      break;
    }
  }
  return problems;
}
