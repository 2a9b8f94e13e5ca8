import { randomUUID } from 'node:crypto';
import type { PlatformPushView } from '@/lib/contracts/platform';
import { AppError } from '@/lib/errors';
import { lockHandouts } from '../annotations/unlabeled.repository';
import type { Container } from '../container';
import type { DatabaseClient } from '../db/client';
import { findJobErrors } from '../jobs/job-errors.repository';
import { refreshTarget, requireAll } from './class-mapping.service';
import { openConnection } from './open-connection.service';
import { findConnection } from './platforms.repository';
import { pushJob, undoPushJob } from './push.job';
import type { PlatformPush } from './pushes.repository';
import {
  createPush,
  findActivePush,
  findBatchNames,
  findPush,
  listOpenItems,
  listPushRows,
  updatePush,
} from './pushes.repository';
import { confirmedClasses } from './record-answers.service';
import { platformByName } from './registry';

/**
 * Starts to give a batch to the platform's annotators. A push of the same batch that failed or was cancelled is gone on
 * with.
 *
 * @throws AppError `conflict` while another push is under way, where the batch was pushed already, or has nothing open
 */
export async function startPush(
  container: Container,
  input: { projectId: string; userId: string; batchId: string; showGuess: boolean },
): Promise<{ pushId: string; jobId: string }> {
  const { projectId, userId, batchId, showGuess } = input;
  const open = await openConnection(container, projectId);
  requireAll((await refreshTarget(container, open)).target, confirmedClasses(open.connection));
  const connectionId = open.connection.id;
  const started = await container.db.$transaction(async (tx) => {
    await lockHandouts(tx, projectId);
    await requireNoneActive(tx, connectionId);
    const pushes = await listPushRows(tx, connectionId);
    const earlier = pushes.find((push) => push.batchId === batchId && push.undoneAt === null);
    if (earlier?.state === 'done') {
      throw new AppError('conflict', 'This batch was pushed already.', 'Undo that push first.');
    }
    if ((await listOpenItems(tx, projectId, batchId)).length === 0) {
      throw new AppError('conflict', 'This batch has nothing left to label.', 'Choose another batch.');
    }
    const pushId = earlier?.id ?? randomUUID();
    const data = { showGuess, state: 'queued' as const, finishedAt: null };
    if (earlier) await updatePush(tx, pushId, data);
    else {
      const modelVersion = `winnow-${pushes.length + 1}-${pushId.slice(0, 8)}`;
      await createPush(tx, { id: pushId, connectionId, batchId, modelVersion, ...data });
    }
    const jobId = await container.jobs.enqueue(pushJob, { projectId, payload: { pushId }, tx });
    await updatePush(tx, pushId, { jobId });
    return { pushId, jobId };
  });
  container.log.info({ projectId, userId, batchId, ...started }, 'push started');
  return started;
}

/** Starts to take back what a push made there. @throws AppError `conflict` while another push is under way */
export async function startUndoPush(
  container: Container,
  input: { projectId: string; userId: string; pushId: string },
): Promise<{ jobId: string }> {
  const { projectId, userId, pushId } = input;
  const started = await container.db.$transaction(async (tx) => {
    await lockHandouts(tx, projectId);
    const push = await findPush(tx, pushId);
    if (push?.connection.projectId !== projectId) {
      throw new AppError('not-found', 'There is no such push in this project.');
    }
    if (push.undoneAt !== null) throw new AppError('conflict', 'This push was undone already.');
    await requireNoneActive(tx, push.connectionId);
    const jobId = await container.jobs.enqueue(undoPushJob, { projectId, payload: { pushId }, tx });
    await updatePush(tx, pushId, { state: 'queued', jobId });
    return { jobId };
  });
  container.log.info({ projectId, userId, pushId, ...started }, 'undo of a push started');
  return started;
}

/** Newest first; none where the project is not connected. */
export async function listPushes(container: Container, projectId: string): Promise<PlatformPushView[]> {
  const connection = await findConnection(container.db, projectId);
  if (!connection) return [];
  const pushes = await listPushRows(container.db, connection.id);
  const batchIds = pushes.map(({ batchId }) => batchId);
  const names = await findBatchNames(container.db, projectId, batchIds);
  const errors = await findJobErrors(
    container.db,
    pushes.map(({ jobId }) => jobId),
  );
  const adapter = platformByName(connection.platform);
  const { baseUrl, externalProject } = connection;
  return pushes.map((push) => {
    const { viewId, modelVersion, state, undoneAt } = push;
    const there = viewId !== null && state === 'done' && undoneAt === null;
    return {
      ...toView(push, names.get(push.batchId) ?? 'A batch', errors),
      listUrl: there ? adapter.listUrl(baseUrl, externalProject, { viewId, modelVersion }) : null,
    };
  });
}

function toView(
  push: PlatformPush,
  batchName: string,
  errors: Awaited<ReturnType<typeof findJobErrors>>,
): Omit<PlatformPushView, 'listUrl'> {
  const { id, batchId, modelVersion, showGuess, pushedCount, importedCount, state } = push;
  const { jobId, createdAt, undoneAt } = push;
  const error = errors.get(jobId ?? '') ?? null;
  return {
    id,
    batchId,
    batchName,
    modelVersion,
    showGuess,
    pushedCount,
    importedCount,
    state,
    jobId,
    error,
    createdAt,
    undoneAt,
  };
}

async function requireNoneActive(tx: DatabaseClient, connectionId: string): Promise<void> {
  if (!(await findActivePush(tx, connectionId))) return;
  throw new AppError('conflict', 'Another push of this project is under way.', 'Wait for it, or cancel it.');
}
