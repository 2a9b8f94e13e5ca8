import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '@/lib/errors';
import type { Container } from './container';
import { secretFromFile } from './secret-file';

/** What signs sessions, and what seals the tokens of other systems. */
export type SecretName = 'secret' | 'secret-key';

/** Any number that no other user of the database takes for its own locks. */
const MAKING_LOCK = 7_041_778;
const MAKING_LIMIT_MS = 120_000;

type World = Pick<Container, 'env' | 'blobs'>;

/**
 * A secret that nobody set: made once and kept with the blobs, beside them on the disk (0600), under `installation/` on
 * an S3 server, so that all hosts have the same. The first host that had one of its own on the disk hands that on.
 */
export async function keptSecret({ env, blobs, db }: World & Pick<Container, 'db'>, name: SecretName) {
  const file = join(env.dataFolder, name);
  if (env.blobs.kind === 'disk') return secretFromFile(file);
  const known = await sharedSecret(blobs, name);
  if (known !== null) return known;
  return db.$transaction(
    async (tx) => {
      await tx.$executeRaw`SELECT pg_advisory_xact_lock(${MAKING_LOCK}::bigint)`;
      const made = await sharedSecret(blobs, name);
      if (made !== null) return made;
      const secret = (await secretInFile(file)) ?? randomBytes(32).toString('base64url');
      await blobs.put(sharedKey(name), Buffer.from(secret));
      return secret;
    },
    { timeout: MAKING_LIMIT_MS, maxWait: MAKING_LIMIT_MS },
  );
}

/** The same where it was made already. */
export async function findKeptSecret({ env, blobs }: World, name: SecretName): Promise<string | null> {
  const shared = env.blobs.kind === 'disk' ? null : await sharedSecret(blobs, name);
  return shared ?? (await secretInFile(join(env.dataFolder, name)));
}

export function sharedKey(name: SecretName): string {
  return `installation/${name}`;
}

async function sharedSecret(blobs: Container['blobs'], name: SecretName): Promise<string | null> {
  try {
    return (await blobs.get(sharedKey(name))).toString('utf8');
  } catch (error) {
    if (error instanceof AppError && error.code === 'not-found') return null;
    throw error;
  }
}

async function secretInFile(path: string): Promise<string | null> {
  return readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
}
