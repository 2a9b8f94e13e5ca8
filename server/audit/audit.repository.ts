import type { AuditEventView, AuditFacets, AuditFilter } from '@/lib/contracts/audit';
import type { DatabaseClient } from '../db/client';
import { Prisma } from '../db/generated/client';

/** The newest first, those before the id `before`. */
export async function listEvents(
  db: DatabaseClient,
  query: AuditFilter & { readonly projectId: string; readonly before: string | null; readonly limit: number },
): Promise<AuditEventView[]> {
  const { projectId, before, limit, userId, action, outcome } = query;
  const person =
    userId === undefined
      ? Prisma.empty
      : userId === ''
        ? Prisma.sql`AND e."userId" IS NULL`
        : Prisma.sql`AND e."userId" = ${userId}`;
  return db.$queryRaw<AuditEventView[]>`
    SELECT e."id"::text AS "id", e."createdAt" AS "at", e."userName", k."name" AS "keyName", e."action", e."details", e."outcome"::text,
           COALESCE(u."name", e."details"->>'email') AS "about"
    FROM (
      SELECT * FROM "AuditEvent" e WHERE e."projectId" = ${projectId} ${person}
        ${before === null ? Prisma.empty : Prisma.sql`AND e."id" < ${BigInt(before)}`}
        ${action === undefined ? Prisma.empty : Prisma.sql`AND e."action" = ${action}`}
        ${outcome === undefined ? Prisma.empty : Prisma.sql`AND e."outcome" = ${outcome}::"AuditOutcome"`}
      ORDER BY e."id" DESC LIMIT ${limit}
    ) e
    LEFT JOIN "ApiKey" k ON k."id" = e."keyId"
    LEFT JOIN "User" u ON u."id" = e."details"->>'userId'
    ORDER BY e."id" DESC`;
}

export async function listFacets(db: DatabaseClient, projectId: string): Promise<AuditFacets> {
  const [people, actions] = await Promise.all([
    db.$queryRaw<{ userId: string | null; userName: string | null }[]>`
      SELECT "userId", max("userName") AS "userName" FROM "AuditEvent" WHERE "projectId" = ${projectId}
      GROUP BY "userId" ORDER BY 2, 1`,
    db.$queryRaw<{ action: string }[]>`
      SELECT "action" FROM "AuditEvent" WHERE "projectId" = ${projectId} GROUP BY "action" ORDER BY 1`,
  ]);
  return { people, actions: actions.map(({ action }) => action) };
}
