import type { TableRow } from './zip-tables';

/** Rows of one table. */
export interface TableRows {
  /** below which all its files lie, with a slash at its end; empty for the top */
  readonly folder: string;
  readonly rows: AsyncIterable<TableRow>;
}

/**
 * Rows of tables, found by the file that they are of. A table is read on only as far as a file below its folder needs it:
 * where each table has its files in the order of the zip, nothing is held, however the files of several tables alternate.
 */
export class RowsByPath {
  private readonly ahead = new Map<string, TableRow>();
  private readonly tables: readonly { folder: string; rows: AsyncIterator<TableRow> }[];

  constructor(tables: readonly TableRows[]) {
    this.tables = tables.map(({ folder, rows }) => ({ folder, rows: rows[Symbol.asyncIterator]() }));
  }

  /** The row of a file; null where there is none. `broken`: rows on the way that are of no file. */
  async find(path: string): Promise<{ row: TableRow | null; broken: TableRow[] }> {
    const broken: TableRow[] = [];
    const waiting = this.ahead.get(path);
    if (waiting) {
      this.ahead.delete(path);
      return { row: waiting, broken };
    }
    for (const { folder, rows } of this.tables) {
      if (!path.startsWith(folder)) continue;
      for (let next = await rows.next(); !next.done; next = await rows.next()) {
        const row = next.value;
        if (row.path === path) return { row, broken };
        if (row.path === '') broken.push(row);
        else this.ahead.set(row.path, row);
      }
    }
    return { row: null, broken };
  }

  /** Rows whose file did not come. */
  async *rest(): AsyncGenerator<TableRow> {
    yield* this.ahead.values();
    for (const { rows } of this.tables) {
      for (let next = await rows.next(); !next.done; next = await rows.next()) yield next.value;
    }
  }
}
