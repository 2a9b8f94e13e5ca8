import { chmod, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startEmbeddedDatabase } from '@/server/db/embedded';
import type { EmbeddedDatabase } from '@/server/db/embedded';
import { lockInstance } from '@/server/db/instance-lock';

let folder: string;
let dataFolder: string;
const running: EmbeddedDatabase[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'winnow-database-'));
  await chmod(folder, 0o711);
  dataFolder = join(folder, 'data');
});
afterEach(async () => {
  for (const database of running.splice(0)) await database.stop();
  await rm(folder, { recursive: true, force: true });
});

async function start(): Promise<EmbeddedDatabase> {
  const database = await startEmbeddedDatabase({ dataFolder });
  running.push(database);
  return database;
}

async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

const lockFile = () => join(dataFolder, 'postgres', 'postmaster.pid');
const serverPid = async () => Number((await readFile(lockFile(), 'utf8')).split('\n')[0]);

describe('the embedded PostgreSQL', () => {
  it('keeps what was written over a stop, syncs to disk, and talks to this machine and with a password only', async () => {
    const first = await start();
    await query(first.url, 'CREATE TABLE kept AS SELECT 42 AS answer');
    const [settings] = await query(
      first.url,
      `SELECT current_setting('fsync') AS fsync, current_setting('listen_addresses') AS listens,
         current_setting('unix_socket_directories') AS sockets`,
    );
    expect(settings).toEqual({ fsync: 'on', listens: '127.0.0.1', sockets: '' });
    const guessed = new URL(first.url);
    guessed.password = 'guessed';
    await expect(query(guessed.href, 'SELECT 1')).rejects.toMatchObject({ code: '28P01' });
    expect((await stat(join(dataFolder, 'postgres-password'))).mode & 0o777).toBe(0o600);

    await first.stop();
    const second = await start();
    expect(await query(second.url, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
  });

  it('starts after it was killed -9, with what was committed', async () => {
    const first = await start();
    await query(first.url, 'CREATE TABLE kept AS SELECT 42 AS answer');
    process.kill(await serverPid(), 'SIGKILL');
    const second = await start();
    expect(await query(second.url, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
  });

  it('starts where its lock file names a process that is somebody else', async () => {
    const first = await start();
    await first.stop();
    await writeFile(lockFile(), `${process.pid}\n${join(dataFolder, 'postgres')}\n0\n1\n\n127.0.0.1\n`);
    const second = await start();
    expect(await query(second.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('is joined where it still runs, and by the other one of two first starts', async () => {
    const [first, second] = await Promise.all([start(), start()]);
    const third = await start();
    expect(second.url).toBe(first.url);
    expect(third.url).toBe(first.url);
  });

  it('belongs to one Winnow at a time, and is free again once that one is gone', async () => {
    const { url } = await start();
    const lock = await lockInstance(url, dataFolder, () => undefined);
    await expect(lockInstance(url, dataFolder, () => undefined)).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining(String(process.pid)) as string,
    });
    await lock.release();
    await (await lockInstance(url, dataFolder, () => undefined)).release();
  });

  it.runIf(process.getuid?.() === 0)(
    'lies elsewhere where root keeps the data in a folder of its own',
    async () => {
      const closed = join(folder, 'closed');
      await mkdir(closed, { mode: 0o700 });
      dataFolder = join(closed, 'data');
      const first = await start();
      await query(first.url, 'CREATE TABLE kept AS SELECT 42 AS answer');
      await first.stop();
      const elsewhere = (await readFile(join(dataFolder, 'postgres-location'), 'utf8')).trim();
      try {
        expect((await stat(join(elsewhere, 'PG_VERSION'))).isFile()).toBe(true);
        const second = await start();
        expect(await query(second.url, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
        await second.stop();
      } finally {
        await rm(dirname(elsewhere), { recursive: true, force: true });
      }
    },
  );
});
