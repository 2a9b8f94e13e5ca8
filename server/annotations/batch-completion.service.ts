import type { Container } from '../container';
import type { DatabaseClient } from '../db/client';
import { refreshConsensusJob } from '../agreement/refresh-consensus.job';
import { announce } from '../webhooks/announce.service';
import { viewBatch } from './batches.service';
import { findOpenBatches } from './batches.repository';

/**
 * Tells of the batches among `openBefore` that have no open example any more; of each once, when its last one is
 * answered. `openBefore` is what findOpenBatches said at the start of the same transaction.
 */
export async function announceCompleted(
  container: Container,
  tx: DatabaseClient,
  { projectId, openBefore }: { projectId: string; openBefore: readonly string[] },
): Promise<void> {
  if (openBefore.length === 0) return;
  const open = new Set(await findOpenBatches(tx, openBefore));
  if (openBefore.some((batchId) => !open.has(batchId)) && (await asksSeveral(tx, projectId))) {
    await container.jobs.enqueue(refreshConsensusJob, { projectId, payload: {}, tx });
  }
  for (const batchId of openBefore) {
    if (open.has(batchId)) continue;
    const { name, labeled, skipped, roundNumber } = await viewBatch(tx, { projectId, batchId });
    await announce(container, tx, 'batch.completed', {
      projectId,
      batchId,
      name,
      labeled,
      skipped,
      roundNumber,
    });
  }
}

/** Whether examples of the project are meant for several annotators. */
async function asksSeveral(tx: DatabaseClient, projectId: string): Promise<boolean> {
  const { votesPerExample, consensus } = await tx.project.findUniqueOrThrow({
    where: { id: projectId },
    select: { votesPerExample: true, consensus: true },
  });
  return votesPerExample > 1 || consensus === 'dawid-skene';
}
