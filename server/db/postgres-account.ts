import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { promisify } from 'node:util';
import { AppError } from '@/lib/errors';

const run = promisify(execFile);
const NAME = 'postgres';

/** The account that the embedded PostgreSQL runs under when Winnow itself runs as root. */
export interface PostgresAccount {
  readonly uid: number;
  readonly gid: number;
}

/** null: not root, PostgreSQL runs as whoever started Winnow. PostgreSQL refuses to run as root. */
export async function postgresAccount(): Promise<PostgresAccount | null> {
  if (process.getuid?.() !== 0) return null;
  const existing = await findAccount();
  if (existing) return existing;
  try {
    await run('useradd', [
      '--system',
      '--user-group',
      '--no-create-home',
      '--shell',
      '/usr/sbin/nologin',
      NAME,
    ]);
  } catch (error) {
    throw new AppError(
      'unavailable',
      'PostgreSQL does not run as root, and the system account “postgres” could not be made for it.',
      'Start Winnow as an ordinary user, make an account named “postgres”, or set DATABASE_URL.',
      { cause: error },
    );
  }
  const made = await findAccount();
  if (!made) throw new AppError('unavailable', 'The account “postgres” was made but cannot be found.');
  return made;
}

async function findAccount(): Promise<PostgresAccount | null> {
  try {
    const [uid, gid] = await Promise.all([run('id', ['-u', NAME]), run('id', ['-g', NAME])]);
    return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
  } catch {
    return null;
  }
}

/** The first folder on the way to `path` that this account may not enter; null where it gets through. */
export async function blockedFolder(path: string, account: PostgresAccount | null): Promise<string | null> {
  if (!account) return null;
  for (const folder of foldersFromRoot(resolve(path))) {
    const entry = await stat(folder).catch(() => null);
    if (!entry) return null;
    if (!entry.isDirectory()) continue;
    const mayEnter =
      entry.uid === account.uid
        ? entry.mode & 0o100
        : entry.gid === account.gid
          ? entry.mode & 0o010
          : entry.mode & 0o001;
    if (!mayEnter) return folder;
  }
  return null;
}

function foldersFromRoot(path: string): string[] {
  const parent = dirname(path);
  return parent === path ? [path] : [...foldersFromRoot(parent), path];
}
