import type { Split } from '@/lib/contracts/project';
import { SPLITS } from '@/lib/contracts/project';
import type { Container } from '../container';
import { fileLabelColumn, splitColumn } from '../datasets/example-columns.service';
import type { DatabaseClient } from '../db/client';
import { listTakenRows } from './unlabeled.repository';

/**
 * Rows of a split, ascending, that nobody has labeled or skipped and that wait in no batch but an abandoned one. On the
 * split `seed` a label from file counts as a label; on the pool it does not, as live rounds do not see it.
 *
 * Subtracted here: an anti-join in SQL takes minutes whenever the planner's statistics are older than a large batch.
 *
 * @param db a transaction that holds the project, where what is unlabeled must stay so
 */
export async function listUnlabeledRows(
  container: Container,
  input: { projectId: string; split: Split },
  db: DatabaseClient = container.db,
): Promise<Int32Array> {
  const { projectId, split } = input;
  const splits = await splitColumn(container, projectId);
  const fileLabels = split === 'seed' ? await fileLabelColumn(container, projectId) : null;
  const rows = splits.length;
  const wanted = SPLITS.indexOf(split);
  const isTaken = new Uint8Array(rows);
  for (const row of await listTakenRows(db, projectId)) isTaken[row] = 1;
  const unlabeled = new Int32Array(rows);
  let count = 0;
  for (let row = 0; row < rows; row++) {
    if (splits[row] !== wanted || isTaken[row]) continue;
    if (fileLabels && (fileLabels[row] as number) >= 0) continue;
    unlabeled[count++] = row;
  }
  return unlabeled.slice(0, count);
}
