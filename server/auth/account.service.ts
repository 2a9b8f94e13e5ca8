import { hashPassword, verifyPassword } from 'better-auth/crypto';
import { randomUUID } from 'node:crypto';
import type { AccountView, SessionView } from '@/lib/contracts/account';
import { AppError } from '@/lib/errors';
import type { SessionUser } from '../api/trpc';
import type { Container } from '../container';
import { mayCreateProjects } from '../projects/may-create-projects';
import { noteAuth } from './auth-log';
import { voidPasswordLinks } from './links';
import { refuseGuessable } from './password-rules';
import { forgivePasswordTries, takePasswordTry } from './password-tries';
import { runsWinnow } from './runs-winnow';
import { unusedSince } from './session-age';
import { tooManyTries } from './too-many-tries';

export async function getAccount(container: Container, user: SessionUser): Promise<AccountView> {
  const [{ name, email }, account, mayCreate] = await Promise.all([
    container.db.user.findUniqueOrThrow({ where: { id: user.id } }),
    findPassword(container, user.id),
    mayCreateProjects(container, user),
  ]);
  return {
    name,
    email,
    hasPassword: account !== null,
    mayCreateProjects: mayCreate,
    runsWinnow: runsWinnow(container, user),
  };
}

export async function renameAccount(container: Container, userId: string, name: string): Promise<void> {
  await container.db.user.update({ where: { id: userId }, data: { name } });
}

/** Whoever has no password to say must have signed in so short a while ago to choose one. */
const FRESH_MS = 3_600_000;

/**
 * Whoever has a password says it to choose another: a browser that was left open is not enough. All other sessions end.
 *
 * @throws AppError `forbidden` for the wrong password, `too-many-requests`
 */
export async function changePassword(
  container: Container,
  user: SessionUser,
  { current, password }: { readonly current: string; readonly password: string },
): Promise<void> {
  const { db } = container;
  const account = await findPassword(container, user.id);
  if (account) await checkPassword(container, user, { current, hash: account.password });
  else await requireFreshSession(container, user);
  await refuseGuessable(password, user);
  const hash = await hashPassword(password);
  await db.$transaction(async (tx) => {
    if (account) await tx.account.update({ where: { id: account.id }, data: { password: hash } });
    else {
      await tx.account.create({
        data: {
          id: randomUUID(),
          providerId: 'credential',
          accountId: user.id,
          userId: user.id,
          password: hash,
        },
      });
    }
    await tx.session.deleteMany({ where: { userId: user.id, id: { not: user.sessionId ?? '' } } });
    await voidPasswordLinks(tx, user.id);
  });
  noteAuth(container, { event: 'password-changed', outcome: 'done', userId: user.id });
}

async function requireFreshSession({ db }: Container, user: SessionUser): Promise<void> {
  const since = new Date(Date.now() - FRESH_MS);
  const where = { id: user.sessionId ?? '', userId: user.id, createdAt: { gt: since } };
  if ((await db.session.count({ where })) > 0) return;
  throw new AppError(
    'forbidden',
    'You signed in more than an hour ago.',
    'Sign in again with a new link, then choose a password.',
  );
}

async function checkPassword(
  { db, log }: Container,
  user: SessionUser,
  { current, hash }: { readonly current: string; readonly hash: string },
): Promise<void> {
  const waitMs = await takePasswordTry(db, user.email, new Date());
  const event = { event: 'password-changed', userId: user.id } as const;
  if (waitMs !== null) {
    noteAuth({ log }, { ...event, outcome: 'rationed' });
    throw tooManyTries(waitMs);
  }
  if (!(await verifyPassword({ hash, password: current }))) {
    noteAuth({ log }, { ...event, outcome: 'refused' });
    throw new AppError(
      'forbidden',
      'Your current password is another one.',
      'Type it again, or ask an owner of your project for a link to choose another.',
    );
  }
  await forgivePasswordTries(db, user.email, new Date());
}

async function findPassword(
  { db }: Container,
  userId: string,
): Promise<{ readonly id: string; readonly password: string } | null> {
  const account = await db.account.findFirst({ where: { userId, providerId: 'credential' } });
  return account?.password ? { id: account.id, password: account.password } : null;
}

/** The newest first. */
export async function listSessions(container: Container, user: SessionUser): Promise<SessionView[]> {
  const sessions = await container.db.session.findMany({
    where: { userId: user.id, expiresAt: { gt: new Date() }, updatedAt: { gt: unusedSince(new Date()) } },
    orderBy: { updatedAt: 'desc' },
    select: { id: true, userAgent: true, ipAddress: true, createdAt: true },
  });
  return sessions.map((session) => ({ ...session, isCurrent: session.id === user.sessionId }));
}

/** One of the person's own sessions, or all but the one that asks. Ending what has ended changes nothing. */
export async function endSessions(
  container: Container,
  user: SessionUser,
  sessionId: string | null,
): Promise<void> {
  const which = sessionId === null ? { not: user.sessionId ?? '' } : sessionId;
  const { count } = await container.db.session.deleteMany({ where: { userId: user.id, id: which } });
  if (count > 0) noteAuth(container, { event: 'sessions-ended', outcome: 'done', userId: user.id });
}
