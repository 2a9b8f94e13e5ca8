import { createHash } from 'node:crypto';
import type { DatabaseClient } from '../db/client';

const MAX_TRIES = 10;
const WINDOW_MINUTES = 15;
const WINDOW_MS = WINDOW_MINUTES * 60_000;

/**
 * Counts a try before the password is looked at, so that tries at once cannot all pass. Counted by what was typed,
 * whether there is such an account or not: being locked out says nothing of that.
 *
 * @returns null, or how many milliseconds to wait
 */
export async function takePasswordTry(db: DatabaseClient, account: string, at: Date): Promise<number | null> {
  const begun = new Date(at.getTime() - WINDOW_MS);
  const [row] = await db.$queryRaw<{ count: number; since: Date }[]>`
    INSERT INTO "PasswordTry" AS t ("key", "count", "since") VALUES (${keyOf(account)}, 1, ${at})
    ON CONFLICT ("key") DO UPDATE SET
      "count" = CASE WHEN t."since" < ${begun} THEN 1 ELSE LEAST(t."count", ${MAX_TRIES}) + 1 END,
      "since" = CASE WHEN t."since" < ${begun} THEN ${at} ELSE t."since" END
    RETURNING "count", "since"`;
  if (!row || row.count <= MAX_TRIES) return null;
  return Math.max(1000, row.since.getTime() + WINDOW_MS - at.getTime());
}

/** After the right password; what is long over goes with it. */
export async function forgivePasswordTries(db: DatabaseClient, account: string, at: Date): Promise<void> {
  const over = { since: { lt: new Date(at.getTime() - WINDOW_MS) } };
  await db.passwordTry.deleteMany({ where: { OR: [{ key: keyOf(account) }, over] } });
}

function keyOf(account: string): string {
  return createHash('sha256').update(account.trim().toLowerCase()).digest('hex');
}
