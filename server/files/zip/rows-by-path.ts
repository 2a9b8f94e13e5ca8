import type { TableRow } from './zip-tables';

/** Rows of tables, found by the file that they are of; rows are read on only as far as a file needs it. */
export class RowsByPath {
  private readonly ahead = new Map<string, TableRow>();
  private readonly source: AsyncIterator<TableRow>;

  constructor(rows: AsyncIterable<TableRow>) {
    this.source = rows[Symbol.asyncIterator]();
  }

  /** The row of a file; null where there is none. `broken`: rows on the way that are of no file. */
  async find(path: string): Promise<{ row: TableRow | null; broken: TableRow[] }> {
    const broken: TableRow[] = [];
    const waiting = this.ahead.get(path);
    if (waiting) {
      this.ahead.delete(path);
      return { row: waiting, broken };
    }
    for (let next = await this.source.next(); !next.done; next = await this.source.next()) {
      const row = next.value;
      if (row.path === path) return { row, broken };
      if (row.path === '') broken.push(row);
      else this.ahead.set(row.path, row);
    }
    return { row: null, broken };
  }

  /** Rows whose file did not come. */
  async *rest(): AsyncGenerator<TableRow> {
    yield* this.ahead.values();
    for (let next = await this.source.next(); !next.done; next = await this.source.next()) yield next.value;
  }
}
