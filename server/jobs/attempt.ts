import type { ErrorView } from '@/lib/contracts/job';
import { AppError, toAppError } from '@/lib/errors';
import type { Container } from '../container';
import { isDatabaseAway } from '../db/database-away';
import type { Job } from '../db/generated/client';
import { orDiskFull } from '../storage/disk-full';
import { announce } from '../webhooks/announce.service';
import { processMetrics } from '../operations/metrics/metrics';
import { recordSpan, spanBelow } from '../operations/tracing/process-tracer';
import { doingWork } from '../operations/watching/current-work';
import { countOnWorker } from '../workers/workers.repository';
import { BACKGROUND_KINDS } from './background-kinds';
import { queueOf } from './boss';
import type { MessageQueue } from './boss';
import type { JobContext, JobHandler } from './job';
import { findAttempt, finish, release, writeCheckpoint } from './jobs.repository';
import type { Attempt } from './jobs.repository';
import { giveBackPartsOf } from './parts/lost-parts';
import { ProgressWriter } from './progress-writer';

/** Why an attempt was told to stop. */
export type StopReason = 'cancelled' | 'worker-stops' | 'taken-over';

/** Failed attempts without a checkpoint between them, after which a job is given up. */
const FAILURE_LIMIT = 3;
const RETRY_DELAY_SECONDS = 2;
/**
 * The same for attempts that lost their worker or the database. Most often that was not the job's doing: whoever dies takes
 * along what runs beside it. So there are many, and pauses that grow and differ, which take suspects apart.
 */
const INTERRUPTION_LIMIT = 10;
const UNSUSPECTED = 2;
const LONGEST_PAUSE_SECONDS = 30;

const GENERIC: ErrorView = {
  code: 'internal',
  message: 'Something went wrong on the server.',
  remedy: 'The log of the server has the details. Start it again once the cause is mended.',
};
const KILLED: ErrorView = {
  code: 'unavailable',
  message: `The worker ended ${INTERRUPTION_LIMIT} times while it did this, without getting further.`,
  remedy: 'The machine may lack memory; the log of the worker has the details.',
};
const WITHOUT_DATABASE: ErrorView = {
  code: 'unavailable',
  message: `The database went away ${INTERRUPTION_LIMIT} times while this was done, without getting further.`,
  remedy: 'The log of the worker has the details. Start it again once the database stays.',
};

/** How an attempt ended, for logs and metrics. */
type AttemptEnd = 'done' | 'failed' | 'cancelled' | 'retried' | 'interrupted' | 'given-back' | 'taken-over';

export interface World {
  readonly container: Container;
  /** Name of this worker. */
  readonly worker: string;
  readonly messages: MessageQueue;
  readonly handlerOf: (kind: string) => JobHandler<unknown>;
}

/** Runs one claimed job to the end of this attempt and writes how it ended. Never throws for what the handler did. */
export function runAttempt(world: World, job: Job, controller: AbortController): Promise<void> {
  const { id: jobId, projectId, kind, attempt } = job;
  const place = spanBelow(job.trace);
  const startedAt = Date.now();
  return doingWork({ jobId, projectId, ...place }, async () => {
    const { log } = world.container;
    const end = processMetrics().jobs.startTimer({ kind });
    log.info({ kind, attempt }, 'job began');
    const outcome = await attemptJob(world, job, controller);
    const seconds = end({ outcome });
    recordSpan({
      ...{ ...place, name: `job ${kind}`, kind: 'consumer', startedAt, ms: seconds * 1000 },
      failed: outcome === 'failed' || outcome === 'retried',
      attributes: {
        ...{ 'winnow.job.id': jobId, 'winnow.job.attempt': attempt, 'winnow.project.id': projectId },
        ...{ 'winnow.worker': world.worker, 'winnow.outcome': outcome },
      },
    });
    log.info({ kind, attempt, outcome, seconds: Math.round(seconds * 1000) / 1000 }, 'job ended');
  });
}

async function attemptJob(world: World, job: Job, controller: AbortController): Promise<AttemptEnd> {
  const { container } = world;
  const attempt: Attempt = { jobId: job.id, number: job.attempt };
  const lost = () => controller.abort('taken-over' satisfies StopReason);
  const progress = new ProgressWriter(container.db, attempt, lost);
  const context: JobContext = {
    jobId: job.id,
    projectId: job.projectId,
    attempt: job.attempt,
    worker: world.worker,
    signal: controller.signal,
    checkpoint: job.checkpoint,
    progress: (report) => progress.report(report),
    async saveCheckpoint(checkpoint, tx = container.db) {
      if (await writeCheckpoint(tx, attempt, checkpoint)) return;
      lost();
      throw new AppError('conflict', 'Another worker has taken this job over.');
    },
  };
  try {
    const handler = world.handlerOf(job.kind);
    if (job.cancelRequestedAt) throw new AppError('cancelled', 'Cancelled before it began.');
    await handler.run(container, handler.definition.payload.parse(job.payload), context);
    await progress.flush();
    if (!(await finish(container.db, attempt, { state: 'done' }))) return 'taken-over';
    await countOnWorker(container.db, world.worker, 'jobsDone');
    return 'done';
  } catch (error) {
    await progress.flush();
    return settle(world, job, error, controller.signal);
  }
}

async function settle(world: World, job: Job, error: unknown, signal: AbortSignal): Promise<AttemptEnd> {
  const stop = signal.aborted ? (signal.reason as StopReason) : null;
  const { code, message, remedy, retryAfterSeconds } = toAppError(orDiskFull(error));
  if (stop === 'taken-over') return 'taken-over';
  if (stop === 'worker-stops') {
    await giveBack(world, job, { count: null, delaySeconds: 0 });
    return 'given-back';
  }
  if (stop === 'cancelled' || code === 'cancelled') {
    await end(world, job, 'cancelled');
    return 'cancelled';
  }
  if (isDatabaseAway(error)) {
    await afterInterruption(world, job, WITHOUT_DATABASE);
    return 'interrupted';
  }
  if (code === 'unavailable' && retryAfterSeconds !== null) {
    const reason = { code, message, remedy };
    await giveBack(world, job, { count: null, delaySeconds: retryAfterSeconds, reason });
    return 'retried';
  }
  const ours = code === 'internal';
  if (ours) world.container.log.error({ err: error, job: job.id, kind: job.kind }, 'job failed');
  const isLast = job.failures + 1 >= FAILURE_LIMIT;
  if (isLast || (!ours && code !== 'unavailable')) {
    await end(world, job, 'failed', ours ? GENERIC : { code, message, remedy });
    return 'failed';
  }
  const delaySeconds = RETRY_DELAY_SECONDS * 4 ** job.failures;
  await giveBack(world, job, { count: 'failures', delaySeconds });
  return 'retried';
}

/** Another start, unless it has been interrupted too often here. */
async function afterInterruption(world: World, job: Job, error: ErrorView): Promise<void> {
  const { interruptions } = job;
  if (interruptions + 1 >= INTERRUPTION_LIMIT) return end(world, job, 'failed', error);
  const pause =
    Math.min(LONGEST_PAUSE_SECONDS, 2 ** (interruptions - UNSUSPECTED + 1)) * (0.5 + Math.random());
  const delaySeconds = interruptions < UNSUSPECTED ? 0 : Math.ceil(pause);
  return giveBack(world, job, { count: 'interruptions', delaySeconds });
}

/** The worker of this attempt is gone: another start, unless it has died too often here. */
export async function takeOver(world: World, job: Job): Promise<void> {
  world.container.log.warn({ job: job.id, kind: job.kind, worker: job.worker }, 'job lost its worker');
  if (job.worker) await giveBackPartsOf(world.container.db, job.worker);
  if (job.cancelRequestedAt) return end(world, job, 'cancelled');
  return afterInterruption(world, job, KILLED);
}

/** This worker believes to be done with it, and could not say so: the database was out of reach then. */
export async function takeUpAgain(world: World, job: Job): Promise<void> {
  world.container.log.warn({ job: job.id, kind: job.kind }, 'job was left without an end');
  if (job.cancelRequestedAt) return end(world, job, 'cancelled');
  return giveBack(world, job, { count: null, delaySeconds: 0 });
}

async function giveBack(
  world: World,
  job: Job,
  how: { count: 'failures' | 'interruptions' | null; delaySeconds: number; reason?: ErrorView },
): Promise<void> {
  const queue = queueOf(world.handlerOf(job.kind).definition, job);
  await world.container.db.$transaction(async (tx) => {
    if (!(await release(tx, { jobId: job.id, number: job.attempt }, how))) return;
    if (how.count && job.worker) await countOnWorker(tx, job.worker, 'failures');
    await world.messages.send(tx, queue, { jobId: job.id }, how.delaySeconds);
  });
}

/** The subject first, the job's row last: killed in between, the job is taken over and ended again. */
async function end(world: World, job: Job, state: 'failed' | 'cancelled', error?: ErrorView): Promise<void> {
  const { container } = world;
  const attempt = { jobId: job.id, number: job.attempt };
  if (!(await findAttempt(container.db, attempt))) return;
  try {
    const handler = world.handlerOf(job.kind);
    await handler.ended?.(container, handler.definition.payload.parse(job.payload), state);
  } catch (failure) {
    // Taken up again once it is back, so that the subject does not stay as it is for ever.
    if (isDatabaseAway(failure)) throw failure;
    container.log.error({ err: failure, job: job.id, kind: job.kind }, 'cleaning up after a job failed');
  }
  await container.db.$transaction(async (tx) => {
    if (!(await finish(tx, attempt, { state, error })) || !error) return;
    if (job.worker) await countOnWorker(tx, job.worker, 'failures');
    if (BACKGROUND_KINDS.includes(job.kind)) return;
    const { projectId, id: jobId, kind } = job;
    await announce(container, tx, 'job.failed', { projectId, jobId, kind, error });
  });
}
