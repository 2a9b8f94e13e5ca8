import type { ApiKeyState, ApiKeyView, ApiScope } from '@/lib/contracts/api-key';
import type { DatabaseClient } from '../db/client';

export async function createKey(
  db: DatabaseClient,
  data: {
    projectId: string;
    userId: string;
    name: string;
    scope: ApiScope;
    secretHash: string;
    ending: string;
    expiresAt: Date | null;
  },
): Promise<{ id: string }> {
  return db.apiKey.create({ data, select: { id: true } });
}

/** The newest first, those that work no more too. */
export async function listKeys(
  db: DatabaseClient,
  { projectId, at }: { projectId: string; at: Date },
): Promise<ApiKeyView[]> {
  const keys = await db.$queryRaw<(Omit<ApiKeyView, 'state'> & { revokedAt: Date | null })[]>`
    SELECT k."id", k."name", k."scope"::text AS "scope", k."ending", u."name" AS "userName", k."createdAt",
           k."lastUsedAt", k."expiresAt", k."revokedAt"
    FROM "ApiKey" k JOIN "User" u ON u."id" = k."userId"
    WHERE k."projectId" = ${projectId}
    ORDER BY k."createdAt" DESC, k."id" DESC`;
  return keys.map(({ revokedAt, ...key }) => ({ ...key, state: stateOf({ ...key, revokedAt }, at) }));
}

function stateOf(
  { expiresAt, revokedAt }: { expiresAt: Date | null; revokedAt: Date | null },
  at: Date,
): ApiKeyState {
  if (revokedAt) return 'revoked';
  return expiresAt && expiresAt <= at ? 'expired' : 'works';
}

/** False where the project has no such key. A second time changes nothing. */
export async function revokeKey(
  db: DatabaseClient,
  key: { projectId: string; keyId: string; at: Date },
): Promise<boolean> {
  const { projectId, keyId, at } = key;
  await db.apiKey.updateMany({ where: { id: keyId, projectId, revokedAt: null }, data: { revokedAt: at } });
  return (await db.apiKey.count({ where: { id: keyId, projectId } })) > 0;
}

export interface FoundKey {
  readonly id: string;
  readonly projectId: string;
  readonly scope: ApiScope;
  readonly lastUsedAt: Date | null;
  readonly expiresAt: Date | null;
  readonly userId: string;
  readonly name: string;
  readonly email: string;
}

/** The key, expired or not, with whom it acts as; null for one that was revoked or never was. */
export async function findUnrevokedKey(db: DatabaseClient, secretHash: string): Promise<FoundKey | null> {
  const [key] = await db.$queryRaw<FoundKey[]>`
    SELECT k."id", k."projectId", k."scope"::text AS "scope", k."lastUsedAt", k."expiresAt",
           u."id" AS "userId", u."name", u."email"
    FROM "ApiKey" k JOIN "User" u ON u."id" = k."userId"
    WHERE k."secretHash" = ${secretHash} AND k."revokedAt" IS NULL`;
  return key ?? null;
}

/** Whether it is neither revoked nor expired. */
export async function keyWorks(db: DatabaseClient, keyId: string, at: Date): Promise<boolean> {
  const unexpired = [{ expiresAt: null }, { expiresAt: { gt: at } }];
  return (await db.apiKey.count({ where: { id: keyId, revokedAt: null, OR: unexpired } })) > 0;
}

export async function markUsed(db: DatabaseClient, keyId: string, at: Date): Promise<void> {
  await db.apiKey.updateMany({ where: { id: keyId }, data: { lastUsedAt: at } });
}
