import type { Container } from '../container';
import type { DatabaseClient } from '../db/client';

const DAY_MS = 86_400_000;

/** A session ends so long after the sign-in, used or not (NIST SP 800-63B: at most thirty days) … */
export const SESSION_DAYS = 30;
/** … and where nobody used it for so long. */
const UNUSED_DAYS = 14;
/** Use is written down at most that often: reading must not become writing. */
const NOTED_EVERY_MS = 3_600_000;

interface UsedSession {
  readonly id: string;
  readonly updatedAt: Date;
}

/** Moments of which sessions used last before are over. */
export function unusedSince(at: Date): Date {
  return new Date(at.getTime() - UNUSED_DAYS * DAY_MS);
}

/** Whether it is neither ended nor over. */
export async function sessionWorks(db: DatabaseClient, sessionId: string, at: Date): Promise<boolean> {
  const where = { id: sessionId, expiresAt: { gt: at }, updatedAt: { gt: unusedSince(at) } };
  return (await db.session.count({ where })) > 0;
}

/** Whether the session goes on; one that nobody used for too long is taken away. */
export async function useSession(
  { db }: Pick<Container, 'db'>,
  session: UsedSession,
  at: Date,
): Promise<boolean> {
  if (session.updatedAt <= unusedSince(at)) {
    await db.session.deleteMany({ where: { id: session.id } });
    return false;
  }
  if (at.getTime() - session.updatedAt.getTime() > NOTED_EVERY_MS) {
    await db.session.updateMany({ where: { id: session.id }, data: { updatedAt: at } });
  }
  return true;
}
