import type { DatabaseClient } from '../db/client';
import type { WorkState } from '../db/generated/enums';
import type { Worker } from '../db/generated/client';
import { NOW } from '../jobs/database-clock';
import { SILENT_SECONDS } from './workers.repository';

/** Jobs that are listed; a longer queue is counted whole. */
const LISTED = 100;

/** Living ones, and those that stopped or fell silent within the last hour; newest first. */
export function listWorkers(db: DatabaseClient): Promise<(Worker & { silent: boolean })[]> {
  return db.$queryRaw<(Worker & { silent: boolean })[]>`
    SELECT *, "heartbeatAt" < ${NOW} - make_interval(secs => ${SILENT_SECONDS}) AS silent FROM "Worker"
    WHERE "heartbeatAt" > ${NOW} - interval '1 hour' ORDER BY "startedAt" DESC, name`;
}

export interface ActiveJob {
  readonly id: string;
  readonly projectId: string;
  readonly projectName: string;
  readonly kind: string;
  readonly wantsGpu: boolean;
  readonly state: WorkState;
  readonly worker: string | null;
  readonly startedAt: Date | null;
  readonly createdAt: Date;
  readonly done: number;
  readonly total: number | null;
  readonly unit: string;
  readonly attempt: number;
  readonly parts: number;
  readonly partsDone: number;
}

/** Running jobs first, then those that wait, the oldest first. */
export function listActiveJobs(db: DatabaseClient, hidden: readonly string[]): Promise<ActiveJob[]> {
  return db.$queryRaw<ActiveJob[]>`
    SELECT job.id, job."projectId", project.name AS "projectName", job.kind, job."wantsGpu", job.state::text AS state,
      job.worker, job."startedAt", job."createdAt", job.done, job.total, job.unit, job.attempt,
      count(part.number)::int AS parts, (count(part.number) FILTER (WHERE part.state = 'done'))::int AS "partsDone"
    FROM "Job" job JOIN "Project" project ON project.id = job."projectId"
    LEFT JOIN "JobPart" part ON part."jobId" = job.id
    WHERE job.state IN ('queued', 'running') AND NOT job.kind = ANY(${[...hidden]})
    GROUP BY job.id, project.name
    ORDER BY job.state DESC, job."createdAt" LIMIT ${LISTED}`;
}

export interface KindCount {
  readonly kind: string;
  readonly wantsGpu: boolean;
  readonly state: WorkState;
  readonly count: number;
}

/** How many jobs of each kind wait and run. */
export function countActiveJobs(db: DatabaseClient): Promise<KindCount[]> {
  return db.$queryRaw<KindCount[]>`
    SELECT kind, "wantsGpu", state::text AS state, count(*)::int AS count FROM "Job"
    WHERE state IN ('queued', 'running') GROUP BY kind, "wantsGpu", state`;
}

/** Parts that each worker is at. */
export async function countRunningParts(db: DatabaseClient): Promise<ReadonlyMap<string, number>> {
  const rows = await db.$queryRaw<{ worker: string; count: number }[]>`
    SELECT worker, count(*)::int AS count FROM "JobPart"
    WHERE state = 'running' AND worker IS NOT NULL GROUP BY worker`;
  return new Map(rows.map(({ worker, count }) => [worker, count]));
}

/** What ended within the last 60 minutes; parts of jobs that still run count with it. */
export async function countLastHour(db: DatabaseClient) {
  const [hour] = await db.$queryRaw<{ jobs: number; parts: number; failed: number; retried: number }[]>`
    SELECT (count(*) FILTER (WHERE state = 'done'))::int AS jobs,
      (count(*) FILTER (WHERE state = 'failed'))::int AS failed,
      coalesce(sum(greatest(attempt - 1, 0)), 0)::int AS retried,
      (coalesce(sum("partCount"), 0) + (
        SELECT count(*) FROM "JobPart" WHERE state = 'done' AND "finishedAt" > ${NOW} - interval '1 hour'
      ))::int AS parts
    FROM "Job" WHERE state IN ('done', 'failed', 'cancelled') AND "finishedAt" > ${NOW} - interval '1 hour'`;
  return hour ?? { jobs: 0, parts: 0, failed: 0, retried: 0 };
}
