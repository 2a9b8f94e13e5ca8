import { AppError } from '@/lib/errors';
import type { MemberView } from '@/lib/contracts/member';
import type { DatabaseClient } from '../db/client';

/** Owners first, then by name. `mayLink` of an account: whether `askerId` owns every project that it belongs to. */
export async function listMembers(
  db: DatabaseClient,
  { projectId, askerId, ownerEmail }: { projectId: string; askerId: string; ownerEmail: string },
): Promise<MemberView[]> {
  return db.$queryRaw<MemberView[]>`
    SELECT m."userId", u."name", u."email", m."role"::text AS "role", m."createdAt" AS "addedAt", u."lastSeenAt",
           m."userId" = ${askerId} AS "isYou",
           EXISTS (SELECT 1 FROM "Account" a WHERE a."userId" = u."id" AND a."password" IS NOT NULL) AS "hasPassword",
           u."id" <> ${askerId} AND u."email" <> ${ownerEmail} AND NOT EXISTS (
             SELECT 1 FROM "Membership" other WHERE other."userId" = u."id" AND NOT EXISTS (
               SELECT 1 FROM "Membership" mine WHERE mine."projectId" = other."projectId"
                 AND mine."userId" = ${askerId} AND mine."role" = 'owner')) AS "mayLink"
    FROM "Membership" m JOIN "User" u ON u."id" = m."userId"
    WHERE m."projectId" = ${projectId}
    ORDER BY array_position(ARRAY['owner', 'lead', 'annotator', 'viewer'], m."role"::text), u."name", u."id"`;
}

/** One change of members at a time, so that two owners cannot demote each other at once. */
export async function lockMembers(tx: DatabaseClient, projectId: string): Promise<void> {
  await tx.$queryRaw`SELECT 1 FROM "Project" WHERE "id" = ${projectId} FOR UPDATE`;
}

/** @throws AppError `conflict` where this person is the only owner */
export async function requireOtherOwner(
  tx: DatabaseClient,
  { projectId, userId }: { projectId: string; userId: string },
): Promise<void> {
  const others = await tx.membership.count({ where: { projectId, role: 'owner', userId: { not: userId } } });
  if (others === 0) {
    throw new AppError(
      'conflict',
      'A project keeps at least one owner, and this is the last.',
      'Make somebody else an owner first.',
    );
  }
}

/** What was on this person's screen is handed to others; what they answered stays. */
export async function freeLeases(
  tx: DatabaseClient,
  { projectId, userId }: { projectId: string; userId: string },
): Promise<void> {
  await tx.lease.deleteMany({ where: { userId, item: { batch: { projectId } } } });
}
