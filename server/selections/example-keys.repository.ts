import type { DatabaseClient } from '../db/client';
import { unpackRows } from '../db/packed-rows';

const CHUNK_ROWS = 100_000;

export async function countExamples(db: DatabaseClient, projectId: string): Promise<number> {
  const { exampleCount } = await db.project.findUniqueOrThrow({
    where: { id: projectId },
    select: { exampleCount: true },
  });
  return exampleCount;
}

/** Rows `first` … `end` − 1 and their keys, in chunks that come as two values each: a row object an example is slow. */
export async function* exampleKeys(
  db: DatabaseClient,
  input: { projectId: string; first: number; end: number },
): AsyncGenerator<{ rows: Int32Array; keys: string[] }> {
  const { projectId, end } = input;
  for (let first = input.first; first < end; first += CHUNK_ROWS) {
    const chunkEnd = Math.min(end, first + CHUNK_ROWS);
    const [chunk] = await db.$queryRaw<{ rows: Uint8Array | null; keys: string | null }[]>`
      SELECT string_agg(int4send("row"), ''::bytea ORDER BY "row") AS "rows",
             json_agg("key" ORDER BY "row")::text AS "keys"
      FROM "Example"
      WHERE "projectId" = ${projectId} AND "row" >= ${first} AND "row" < ${chunkEnd}`;
    yield { rows: unpackRows(chunk?.rows), keys: JSON.parse(chunk?.keys ?? '[]') as string[] };
  }
}

/** Keys of the named rows, by row. */
export async function findKeysOfRows(
  db: DatabaseClient,
  projectId: string,
  rows: Int32Array,
): Promise<Map<number, string>> {
  const examples = await db.$queryRaw<{ row: number; key: string }[]>`
    SELECT "row", "key" FROM "Example" WHERE "projectId" = ${projectId} AND "row" = ANY(${Array.from(rows)}::int[])`;
  return new Map(examples.map(({ row, key }) => [row, key]));
}
