import type { Matrix } from '@/lib/numeric/matrix';
import { createMatrix, rowOf } from '@/lib/numeric/matrix';
import type { Container } from '../container';
import { listIngestedMatrices } from '../features/features.repository';

/** Feature rows as they were brought in. */
export interface UploadedRows {
  readonly columns: number;
  /** In the order asked for. Every shard that holds one of the rows is read: ask for many at a time. */
  read(rows: readonly number[]): Promise<Matrix>;
}

/** 64 MiB of float32: as many passes over a matrix as what is exported of it is larger. */
const VALUES_AT_ONCE = 2 ** 24;
const MOST_ROWS_AT_ONCE = 2 ** 16;

/** How many rows of so many columns are worth reading at once. */
export function rowsWorthReading(columns: number): number {
  return Math.max(1, Math.min(MOST_ROWS_AT_ONCE, Math.floor(VALUES_AT_ONCE / Math.max(1, columns))));
}

/** The matrices of the ingests, which lie one after the other in the project, as one. */
export async function openUploadedRows(
  { db, matrices }: Container,
  projectId: string,
  exampleCount: number,
): Promise<UploadedRows> {
  const parts: { prefix: string; first: number; rows: number }[] = [];
  let first = 0;
  let columns = 0;
  for (const prefix of await listIngestedMatrices(db, projectId, exampleCount)) {
    const manifest = await matrices.manifest(prefix);
    parts.push({ prefix, first, rows: manifest.rows });
    first += manifest.rows;
    columns = manifest.columns;
  }
  return { columns, read };

  async function read(rows: readonly number[]): Promise<Matrix> {
    const values = createMatrix(new Float32Array(rows.length * columns), rows.length, columns);
    for (const part of parts) {
      const own = [...rows.entries()].filter(([, row]) => row >= part.first && row < part.first + part.rows);
      if (own.length === 0) continue;
      const wanted = own.map(([, row]) => row - part.first);
      const read = await matrices.readRows(part.prefix, wanted);
      own.forEach(([index], place) => rowOf(values, index).set(rowOf(read, place)));
    }
    return values;
  }
}
