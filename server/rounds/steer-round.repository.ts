import type { DatabaseClient } from '../db/client';

export async function markBatch(
  tx: DatabaseClient,
  batchId: string,
  data: { pausedAt?: Date | null; abandonedAt?: Date },
): Promise<void> {
  await tx.batch.update({ where: { id: batchId }, data });
}
