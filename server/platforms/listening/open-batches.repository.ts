import type { DatabaseClient } from '../../db/client';
import { Prisma } from '../../db/generated/client';

/** Pushed batches `b`, with their rounds `r`, that are under way: not measured yet or, without a round, not complete. */
const UNDER_WAY = Prisma.sql`
  "PlatformPush" p
  JOIN "Batch" b ON b."id" = p."batchId"
  LEFT JOIN "Round" r ON r."batchId" = b."id"
  WHERE p."undoneAt" IS NULL AND p."state" = 'done' AND CASE
    WHEN r."id" IS NOT NULL THEN r."state" <> 'done'
    ELSE EXISTS (SELECT 1 FROM "BatchItem" o WHERE o."batchId" = b."id" AND o."state" = 'open') END`;

export interface OpenBatch {
  /** null for batches that belong to no round, and rounds whose training has begun */
  readonly roundId: string | null;
  readonly open: number;
  readonly labeled: number;
}

/** Batches under way on the platform and how far they are, the newest first. */
export async function listOpenBatches(db: DatabaseClient, connectionId: string): Promise<OpenBatch[]> {
  return db.$queryRaw<OpenBatch[]>`
    SELECT under_way."roundId", i."open", i."labeled"
    FROM (
      SELECT b."id", b."createdAt", CASE WHEN r."jobId" IS NULL THEN r."id" END AS "roundId"
      FROM ${UNDER_WAY} AND p."connectionId" = ${connectionId}
    ) under_way
    CROSS JOIN LATERAL (
      SELECT count(*) FILTER (WHERE item."state" = 'open')::int AS "open",
             count(*) FILTER (WHERE item."state" = 'labeled')::int AS "labeled"
      FROM "BatchItem" item WHERE item."batchId" = under_way."id"
    ) i
    ORDER BY under_way."createdAt" DESC, under_way."id" DESC`;
}

/** Tasks of those batches. */
export async function listOpenTasks(
  db: DatabaseClient,
  connection: { id: string; projectId: string },
): Promise<string[]> {
  const found = await db.$queryRaw<{ taskId: string }[]>`
    SELECT t."taskId"
    FROM "PlatformTask" t
    JOIN "Example" e ON e."projectId" = ${connection.projectId} AND e."key" = t."key"
    WHERE t."connectionId" = ${connection.id} AND e."row" IN (
      SELECT i."row" FROM "BatchItem" i
      WHERE i."batchId" IN (SELECT b."id" FROM ${UNDER_WAY} AND p."connectionId" = ${connection.id}))`;
  return found.map(({ taskId }) => taskId);
}

/** Tasks whose answers count here. */
export async function listAnsweredTasks(
  db: DatabaseClient,
  connection: { id: string; projectId: string },
): Promise<string[]> {
  const found = await db.$queryRaw<{ taskId: string }[]>`
    SELECT DISTINCT split_part(a."externalId", ':', 2) AS "taskId"
    FROM "Annotation" a
    WHERE a."projectId" = ${connection.projectId} AND a."undoneAt" IS NULL
      AND a."externalId" LIKE ${`${connection.id}:%`}`;
  return found.map(({ taskId }) => taskId);
}

/** Connections with a batch under way that nobody asked since `hooked` (those with events) or `unhooked` (those without). */
export async function listDueConnections(
  db: DatabaseClient,
  since: { hooked: Date; unhooked: Date },
): Promise<{ id: string }[]> {
  return db.$queryRaw<{ id: string }[]>`
    SELECT c."id" FROM "PlatformConnection" c
    WHERE (c."askedAt" IS NULL OR c."askedAt" <
        CASE WHEN c."hookSecretHash" IS NULL THEN ${utc(since.unhooked)} ELSE ${utc(since.hooked)} END)
      AND c."id" IN (SELECT p."connectionId" FROM ${UNDER_WAY})`;
}

/** As columns hold times. */
function utc(at: Date): Prisma.Sql {
  return Prisma.sql`(${at.toISOString()}::timestamptz AT TIME ZONE 'UTC')`;
}
