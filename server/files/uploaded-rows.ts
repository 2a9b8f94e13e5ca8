import type { Container } from '../container';
import { listIngestedMatrices } from '../features/features.repository';

/** Feature rows as they were brought in. */
export interface UploadedRows {
  readonly columns: number;
  /** in the order asked for */
  read(rows: readonly number[]): Promise<Float32Array[]>;
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

  async function read(rows: readonly number[]): Promise<Float32Array[]> {
    const values: Float32Array[] = [];
    for (const part of parts) {
      const own = [...rows.entries()].filter(([, row]) => row >= part.first && row < part.first + part.rows);
      if (own.length === 0) continue;
      const wanted = own.map(([, row]) => row - part.first);
      const { data } = await matrices.readRows(part.prefix, wanted);
      own.forEach(([index], place) => {
        values[index] = data.slice(place * columns, (place + 1) * columns);
      });
    }
    return values;
  }
}
