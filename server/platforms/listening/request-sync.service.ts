import type { Container } from '../../container';
import type { DatabaseClient } from '../../db/client';
import { findConnectionById, updateConnection } from '../platforms.repository';
import { forgetDoneJobs, isUnderWay, lockConnection } from './events.repository';
import type { SyncPayload } from './sync.job';
import { syncJob } from './sync.job';

/**
 * Sees to it that a sync comes after this transaction: one that is under way looks for events once more before it ends, so
 * that a connection has one at a time however many events come.
 *
 * @returns its job; null where the connection is gone
 */
export async function requestSync(
  container: Container,
  tx: DatabaseClient,
  connectionId: string,
  about: SyncPayload['about'],
): Promise<string | null> {
  if (!(await lockConnection(tx, connectionId))) return null;
  const connection = await findConnectionById(tx, connectionId);
  if (!connection) return null;
  const { projectId, syncJobId } = connection;
  if (syncJobId && (await isUnderWay(tx, syncJobId))) return syncJobId;
  await forgetDoneJobs(tx, projectId, syncJob.kind);
  const jobId = await container.jobs.enqueue(syncJob, { projectId, payload: { connectionId, about }, tx });
  await updateConnection(tx, connectionId, { syncJobId: jobId });
  return jobId;
}
