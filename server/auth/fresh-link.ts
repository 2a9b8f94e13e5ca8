import { AppError } from '@/lib/errors';
import { connectDatabase } from '../db/client';
import { findEmbeddedDatabase } from '../db/embedded';
import type { Environment } from '../env';
import { openBlobStore } from '../storage/open-blob-store';
import { authSecret } from './auth-secret';
import { createPasswordLink, createSignInLink } from './links';

/**
 * Another link for an account, the owner's unless one is named, while Winnow runs on this data: to sign in, or to choose a
 * password.
 *
 * @throws AppError `unavailable` while it does not, `not-found` where there is no such account
 */
export async function freshLink(
  env: Environment,
  { to, email = env.ownerEmail }: { readonly to: 'sign-in' | 'password'; readonly email?: string },
): Promise<string> {
  const databaseUrl = env.databaseUrl ?? (await findEmbeddedDatabase(env.dataFolder));
  if (!databaseUrl) {
    throw new AppError('unavailable', `No Winnow runs on ${env.dataFolder}.`, 'Start it with `npm start`.');
  }
  const db = connectDatabase(databaseUrl);
  try {
    const user = await db.user.findUnique({ where: { email: email.toLowerCase() } });
    if (!user) {
      throw new AppError(
        'not-found',
        `There is no account ${email}.`,
        'Add the person on the page People of a project.',
      );
    }
    const settings = { db, secret: await authSecret({ env, db, blobs: openBlobStore(env) }), url: env.url };
    return to === 'sign-in'
      ? await createSignInLink(settings, user.email)
      : await createPasswordLink(settings, user);
  } finally {
    await db.$disconnect();
  }
}
