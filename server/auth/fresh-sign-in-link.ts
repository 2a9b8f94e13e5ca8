import { AppError } from '@/lib/errors';
import { connectDatabase } from '../db/client';
import { findEmbeddedDatabase } from '../db/embedded';
import type { Environment } from '../env';
import { authSecret } from './auth-secret';
import { createSignInLink } from './sign-in-link';

/**
 * Another sign-in link for the owner, while Winnow runs on this data.
 *
 * @throws AppError `unavailable` while it does not
 */
export async function freshSignInLink(env: Environment): Promise<string> {
  const databaseUrl = env.databaseUrl ?? (await findEmbeddedDatabase(env.dataFolder));
  if (!databaseUrl) {
    throw new AppError('unavailable', `No Winnow runs on ${env.dataFolder}.`, 'Start it with `npm start`.');
  }
  const db = connectDatabase(databaseUrl);
  try {
    return await createSignInLink({ db, secret: await authSecret(env), url: env.url }, env.ownerEmail);
  } finally {
    await db.$disconnect();
  }
}
