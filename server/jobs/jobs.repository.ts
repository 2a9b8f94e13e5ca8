import type { JobProgress } from './job';
import type { DatabaseClient } from '../db/client';
import { Prisma } from '../db/generated/client';
import type { Job } from '../db/generated/client';
import type { ErrorView } from '@/lib/contracts/job';
import { NOW } from './database-clock';

/** One start of a job. Whoever holds it may write for as long as no newer attempt exists. */
export interface Attempt {
  readonly jobId: string;
  readonly number: number;
}

/** queued → running; null where the job was cancelled, removed, or taken by another worker in the meantime. */
export async function claim(db: DatabaseClient, jobId: string, worker: string): Promise<Job | null> {
  const claimed = await db.$executeRaw`
    UPDATE "Job" SET state = 'running', attempt = attempt + 1, worker = ${worker}, "heartbeatAt" = ${NOW},
      "startedAt" = ${NOW}, "rateFrom" = 0, "rateSince" = NULL, error = NULL
    WHERE id = ${jobId} AND state = 'queued'`;
  return claimed ? db.job.findUnique({ where: { id: jobId } }) : null;
}

/** The row of a running attempt; null once it was given to another worker, ended or removed. */
export function findAttempt(db: DatabaseClient, attempt: Attempt): Promise<Job | null> {
  return db.job.findFirst({ where: { id: attempt.jobId, attempt: attempt.number, state: 'running' } });
}

export interface Report extends JobProgress {
  /** The rate counts anew from here. */
  readonly restart: boolean;
}

export async function writeProgress(db: DatabaseClient, attempt: Attempt, report: Report): Promise<boolean> {
  const restart = report.restart
    ? Prisma.sql`, "rateFrom" = ${report.done}, "rateSince" = ${NOW}`
    : Prisma.empty;
  const written = await db.$executeRaw`
    UPDATE "Job" SET done = ${report.done}, total = ${report.total ?? null}, unit = ${report.unit ?? ''},
      message = ${report.message ?? ''} ${restart}
    WHERE id = ${attempt.jobId} AND attempt = ${attempt.number} AND state = 'running'`;
  return written > 0;
}

/** A checkpoint is progress that lasts: failures are counted from here again. */
export async function writeCheckpoint(
  db: DatabaseClient,
  attempt: Attempt,
  checkpoint: unknown,
): Promise<boolean> {
  const { count } = await db.job.updateMany({
    where: { id: attempt.jobId, attempt: attempt.number, state: 'running' },
    data: { checkpoint: checkpoint as Prisma.InputJsonValue, failures: 0, interruptions: 0 },
  });
  return count > 0;
}

/** The end of a job, and of its parts. */
export async function finish(
  db: DatabaseClient,
  attempt: Attempt,
  outcome: { state: 'done' | 'failed' | 'cancelled'; error?: ErrorView },
): Promise<boolean> {
  const error = outcome.error ? JSON.stringify(outcome.error) : null;
  const written = await db.$executeRaw`
    WITH held AS (
      SELECT id FROM "Job"
      WHERE id = ${attempt.jobId} AND attempt = ${attempt.number} AND state = 'running' FOR UPDATE
    ), gone AS (
      DELETE FROM "JobPart" USING held WHERE "jobId" = held.id RETURNING "JobPart".state
    )
    UPDATE "Job" SET state = ${outcome.state}::"WorkState", error = ${error}::jsonb, "finishedAt" = ${NOW},
      "partCount" = "partCount" + (SELECT count(*)::int FROM gone WHERE state = 'done'), worker = NULL
    FROM held WHERE "Job".id = held.id`;
  return written > 0;
}

/** running → queued, for whichever worker comes next. @param how.reason what the job waits for, beside its turn */
export async function release(
  db: DatabaseClient,
  attempt: Attempt,
  { count: counted, reason }: { count: 'failures' | 'interruptions' | null; reason?: ErrorView },
): Promise<boolean> {
  const { count } = await db.job.updateMany({
    where: { id: attempt.jobId, attempt: attempt.number, state: 'running' },
    data: {
      ...{ state: 'queued', worker: null },
      ...(counted && { [counted]: { increment: 1 } }),
      ...(reason && { error: reason }),
    },
  });
  return count > 0;
}

export function findStale(db: DatabaseClient, staleSeconds: number): Promise<Job[]> {
  return db.$queryRaw<Job[]>`
    SELECT * FROM "Job"
    WHERE state = 'running' AND "heartbeatAt" < ${NOW} - make_interval(secs => ${staleSeconds})`;
}

export function findRunningOf(db: DatabaseClient, workerPrefix: string): Promise<Job[]> {
  return db.job.findMany({ where: { state: 'running', worker: { startsWith: workerPrefix } } });
}

export function listRunningJobs(db: DatabaseClient, worker: string): Promise<Job[]> {
  return db.job.findMany({ where: { state: 'running', worker } });
}

/** Jobs cancelled before any worker took them. */
export function findCancelledInQueue(db: DatabaseClient): Promise<Job[]> {
  return db.job.findMany({ where: { state: 'queued', cancelRequestedAt: { not: null } } });
}

export async function requestCancel(db: DatabaseClient, jobId: string): Promise<void> {
  await db.$executeRaw`
    UPDATE "Job" SET "cancelRequestedAt" = ${NOW}
    WHERE id = ${jobId} AND state IN ('queued', 'running') AND "cancelRequestedAt" IS NULL`;
}

export async function wasCancelled(db: DatabaseClient, jobIds: readonly string[]): Promise<string[]> {
  const rows = await db.job.findMany({
    where: { id: { in: [...jobIds] }, cancelRequestedAt: { not: null } },
    select: { id: true },
  });
  return rows.map((row) => row.id);
}
