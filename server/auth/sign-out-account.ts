import { AppError } from '@/lib/errors';
import type { Container } from '../container';
import { noteAuth } from './auth-log';
import { voidPasswordLinks } from './links';

/**
 * Ends all sessions of an account, and the open links that choose its password; of all accounts, with every open link,
 * where none is named. For whoever runs Winnow: a laptop was stolen, a person left.
 *
 * @returns how many sessions ended
 * @throws AppError `not-found` where there is no such account
 */
export async function signOutAccount(container: Container, email: string | null): Promise<number> {
  const { db } = container;
  const event = { event: 'sessions-ended', outcome: 'done' } as const;
  if (email === null) {
    await db.verification.deleteMany();
    noteAuth(container, event);
    return (await db.session.deleteMany()).count;
  }
  const user = await db.user.findUnique({ where: { email: email.toLowerCase() } });
  if (!user) throw new AppError('not-found', `There is no account ${email}.`, 'Check the address.');
  await voidPasswordLinks(db, user.id);
  noteAuth(container, { ...event, userId: user.id });
  return (await db.session.deleteMany({ where: { userId: user.id } })).count;
}
