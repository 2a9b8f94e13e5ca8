import { z } from 'zod';
import type { ErrorView } from '@/lib/contracts/job';
import { errorViewSchema } from '@/lib/contracts/job';
import type { DatabaseClient } from '../../db/client';
import { Prisma } from '../../db/generated/client';
import type { JobPart } from '../../db/generated/client';
import { NOW } from '../database-clock';
import type { Attempt } from '../jobs.repository';

/** One start of a part. Whoever holds it may write for as long as no newer attempt exists. */
export type ClaimedPart = Pick<JobPart, 'jobId' | 'stage' | 'number' | 'kind' | 'payload' | 'attempt'>;

/** One sharing out of a job. */
export interface Stage {
  readonly jobId: string;
  readonly stage: string;
}

/** What a worker can do for others. */
export interface Abilities {
  readonly kinds: readonly string[];
  /** those among the kinds that are taken when there is nothing else */
  readonly lastKinds: readonly string[];
  readonly version: string;
  readonly engine: string;
  /** stages whose parts read what it cannot reach */
  readonly unreachable: readonly Stage[];
}

/** The job held for this attempt until the transaction ends; false once another worker has it. */
export async function lockAttempt(tx: DatabaseClient, attempt: Attempt): Promise<boolean> {
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT id FROM "Job" WHERE id = ${attempt.jobId} AND attempt = ${attempt.number} AND state = 'running'
    FOR NO KEY UPDATE`;
  return rows.length > 0;
}

export async function listParts(db: DatabaseClient, { jobId, stage }: Stage) {
  return db.jobPart.findMany({
    where: { jobId, stage },
    orderBy: { number: 'asc' },
    select: { kind: true, payload: true, version: true, engine: true },
  });
}

/** Of one part; null where it is not there. */
export async function findPart(db: DatabaseClient, { jobId, stage }: Stage, number: number) {
  return db.jobPart.findUnique({
    where: { jobId_stage_number: { jobId, stage, number } },
    select: { kind: true, payload: true, version: true, engine: true },
  });
}

export async function replacePart(
  tx: DatabaseClient,
  { jobId, stage }: Stage,
  number: number,
  part: Omit<Prisma.JobPartCreateManyInput, 'jobId' | 'stage' | 'number'>,
): Promise<void> {
  await tx.jobPart.deleteMany({ where: { jobId, stage, number } });
  await tx.jobPart.createMany({ data: [{ ...part, jobId, stage, number }] });
}

export async function replaceParts(
  tx: DatabaseClient,
  { jobId, stage }: Stage,
  parts: readonly Omit<Prisma.JobPartCreateManyInput, 'jobId' | 'stage' | 'number'>[],
): Promise<void> {
  await tx.jobPart.deleteMany({ where: { jobId, stage } });
  await tx.jobPart.createMany({ data: parts.map((part, number) => ({ ...part, jobId, stage, number })) });
}

/** What failed in an earlier attempt of the job is tried again; how often it killed its worker is remembered. */
export async function requeueFailed(
  tx: DatabaseClient,
  { jobId, stage }: Stage,
  number?: number,
): Promise<void> {
  await tx.jobPart.updateMany({
    where: { jobId, stage, number, state: 'failed' },
    data: { state: 'queued', worker: null, error: Prisma.DbNull },
  });
}

/** The first part that waits; null where none does. No two workers get the same one. */
function claimWhere(
  db: DatabaseClient,
  worker: string,
  condition: Prisma.Sql,
  lastKinds: readonly string[] = [],
): Promise<ClaimedPart | null> {
  return db.$queryRaw<ClaimedPart[]>`
    UPDATE "JobPart" part SET state = 'running', attempt = part.attempt + 1, worker = ${worker},
      "heartbeatAt" = ${NOW}, "startedAt" = ${NOW}
    FROM (
      SELECT waiting."jobId", waiting.stage, waiting.number FROM "JobPart" waiting
      JOIN "Job" job ON job.id = waiting."jobId"
      WHERE waiting.state = 'queued' AND job.state = 'running' AND job."cancelRequestedAt" IS NULL AND ${condition}
      ORDER BY waiting.kind = ANY(${[...lastKinds]}), waiting."createdAt", waiting.number
      LIMIT 1 FOR UPDATE OF waiting SKIP LOCKED
    ) next
    WHERE part."jobId" = next."jobId" AND part.stage = next.stage AND part.number = next.number
    RETURNING part."jobId", part.stage, part.number, part.kind, part.payload, part.attempt`.then(
    ([part]) => part ?? null,
  );
}

export function claimOwnPart(
  db: DatabaseClient,
  worker: string,
  { jobId, stage }: Stage,
): Promise<ClaimedPart | null> {
  return claimWhere(db, worker, Prisma.sql`waiting."jobId" = ${jobId} AND waiting.stage = ${stage}`);
}

export function claimAnyPart(
  db: DatabaseClient,
  worker: string,
  { kinds, lastKinds, version, engine, unreachable }: Abilities,
): Promise<ClaimedPart | null> {
  const [jobs, stages] = [unreachable.map(({ jobId }) => jobId), unreachable.map(({ stage }) => stage)];
  const able = Prisma.sql`waiting.kind = ANY(${[...kinds]}) AND waiting.version = ${version}
    AND (waiting.engine IS NULL OR waiting.engine = ${engine})
    AND NOT EXISTS (
      SELECT 1 FROM unnest(${jobs}::text[], ${stages}::text[]) AS out_of_reach ("jobId", stage)
      WHERE out_of_reach."jobId" = waiting."jobId" AND out_of_reach.stage = waiting.stage
    )`;
  return claimWhere(db, worker, able, lastKinds);
}

function held({ jobId, stage, number, attempt }: ClaimedPart): Prisma.Sql {
  return Prisma.sql`"jobId" = ${jobId} AND stage = ${stage} AND number = ${number} AND attempt = ${attempt}
    AND state = 'running'`;
}

/** Whether the part is still this attempt's. */
export async function isHeld(db: DatabaseClient, part: ClaimedPart): Promise<boolean> {
  const rows = await db.$queryRaw<unknown[]>`SELECT 1 FROM "JobPart" WHERE ${held(part)}`;
  return rows.length > 0;
}

export async function finishPart(db: DatabaseClient, part: ClaimedPart, result: unknown): Promise<boolean> {
  const written = await db.$executeRaw`
    UPDATE "JobPart" SET state = 'done', result = ${JSON.stringify(result)}::jsonb, "finishedAt" = ${NOW}
    WHERE ${held(part)}`;
  if (written === 0) return false;
  await countJobAnew(db, part);
  return true;
}

/** The part got further; it stays this attempt's until the transaction ends. False once another worker has it. */
export async function countPartAnew(tx: DatabaseClient, part: ClaimedPart): Promise<boolean> {
  const written = await tx.$executeRaw`UPDATE "JobPart" SET failures = 0 WHERE ${held(part)}`;
  return written > 0;
}

/** What a part has done is progress that lasts: failures of its job are counted from here again. */
export async function countJobAnew(db: DatabaseClient, { jobId }: ClaimedPart): Promise<void> {
  await db.job.updateMany({
    where: { id: jobId, state: 'running', OR: [{ failures: { gt: 0 } }, { interruptions: { gt: 0 } }] },
    data: { failures: 0, interruptions: 0 },
  });
}

/** Why a part failed; `retryAfterSeconds` where its job had better wait and try again than fail. */
export const partErrorSchema = errorViewSchema.extend({ retryAfterSeconds: z.number().nullish() });

export async function failPart(
  db: DatabaseClient,
  part: ClaimedPart,
  error: z.infer<typeof partErrorSchema>,
): Promise<boolean> {
  const written = await db.$executeRaw`
    UPDATE "JobPart" SET state = 'failed', error = ${JSON.stringify(error)}::jsonb, "finishedAt" = ${NOW}
    WHERE ${held(part)}`;
  return written > 0;
}

/** running → queued, for whichever worker comes next. */
export async function releasePart(db: DatabaseClient, part: ClaimedPart): Promise<void> {
  await db.$executeRaw`UPDATE "JobPart" SET state = 'queued', worker = NULL WHERE ${held(part)}`;
}

/** Parts whose worker is gone wait again; those that lost too many workers have failed. */
async function releaseWhere(
  db: DatabaseClient,
  condition: Prisma.Sql,
  limit: { failures: number; error: ErrorView },
): Promise<number> {
  return db.$executeRaw`
    UPDATE "JobPart" part SET failures = part.failures + 1,
      state = CASE WHEN part.failures + 1 < ${limit.failures} THEN 'queued' ELSE 'failed' END::"WorkState",
      error = CASE WHEN part.failures + 1 < ${limit.failures} THEN NULL ELSE ${JSON.stringify(limit.error)}::jsonb END,
      worker = NULL
    FROM (
      SELECT "jobId", stage, number FROM "JobPart" WHERE state = 'running' AND ${condition} FOR UPDATE SKIP LOCKED
    ) lost
    WHERE part."jobId" = lost."jobId" AND part.stage = lost.stage AND part.number = lost.number`;
}

export function releaseStaleParts(
  db: DatabaseClient,
  staleSeconds: number,
  limit: { failures: number; error: ErrorView },
): Promise<number> {
  const stale = Prisma.sql`"heartbeatAt" < ${NOW} - make_interval(secs => ${staleSeconds})`;
  return releaseWhere(db, stale, limit);
}

export function releasePartsOf(
  db: DatabaseClient,
  worker: string,
  limit: { failures: number; error: ErrorView },
): Promise<number> {
  return releaseWhere(db, Prisma.sql`worker = ${worker}`, limit);
}

/** What a worker is at, by its rows. */
export function listRunningParts(db: DatabaseClient, worker: string): Promise<ClaimedPart[]> {
  return db.jobPart.findMany({ where: { worker, state: 'running' } });
}

export async function findWorkersOfParts(db: DatabaseClient, workerPrefix: string): Promise<string[]> {
  const rows = await db.jobPart.findMany({
    where: { state: 'running', worker: { startsWith: workerPrefix } },
    distinct: ['worker'],
    select: { worker: true },
  });
  return rows.flatMap(({ worker }) => worker ?? []);
}

/** Of a part: as PostgreSQL has its whole numbers. */
const MAX_NUMBER = 2 ** 31 - 1;

/** Which parts are done, and the first error among those that failed; of all, or those from `first` up to and without `end`. */
export async function findOutcome(
  db: DatabaseClient,
  { jobId, stage }: Stage,
  { first, end }: { first: number; end: number } = { first: 0, end: MAX_NUMBER },
): Promise<{ done: Int32Array; error: unknown }> {
  const rows = await db.$queryRaw<{ number: number; error: unknown; state: string }[]>`
    SELECT number, state::text AS state, error FROM "JobPart"
    WHERE "jobId" = ${jobId} AND stage = ${stage} AND number >= ${first}::int AND number < ${end}::int
      AND state IN ('done', 'failed') ORDER BY number`;
  const failed = rows.find(({ state }) => state === 'failed');
  const done = rows.filter(({ state }) => state === 'done').map(({ number }) => number);
  return { done: Int32Array.from(done), error: failed ? failed.error : null };
}

/** Null where the part is not done. */
export async function findResult(
  db: DatabaseClient,
  { jobId, stage }: Stage,
  number: number,
): Promise<{ result: unknown } | null> {
  return db.jobPart.findFirst({ where: { jobId, stage, number, state: 'done' }, select: { result: true } });
}

export async function listResults(db: DatabaseClient, { jobId, stage }: Stage): Promise<unknown[]> {
  const rows = await db.jobPart.findMany({
    where: { jobId, stage, state: 'done' },
    orderBy: { number: 'asc' },
    select: { result: true },
  });
  return rows.map(({ result }) => result);
}
