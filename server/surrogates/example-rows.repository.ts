import type { DatabaseClient } from '../db/client';

/** Rows below the limit by the keys of their examples. */
export async function rowsByKey(
  db: DatabaseClient,
  input: { projectId: string; rowLimit: number },
): Promise<Map<string, number>> {
  const examples = await db.example.findMany({
    where: { projectId: input.projectId, row: { lt: input.rowLimit } },
    select: { key: true, row: true },
  });
  return new Map(examples.map(({ key, row }) => [key, row]));
}
