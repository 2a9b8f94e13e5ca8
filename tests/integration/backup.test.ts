import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import pino from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseStudyConfig } from '@/lib/studies/study-config';
import type { SessionUser } from '@/server/api/trpc';
import { createContainer } from '@/server/container';
import type { Container } from '@/server/container';
import { startEmbeddedDatabase } from '@/server/db/embedded';
import { handlers } from '@/server/jobs/handlers';
import { JobRunner } from '@/server/jobs/job-runner';
import { restoreBackup } from '@/server/operations/backup/restore-backup';
import { writeBackup } from '@/server/operations/backup/write-backup';
import type { BlobPlace } from '@/server/storage/blob-place';
import type { BlobStore } from '@/server/storage/blob-store';
import { reportFile } from '@/server/studies/studies.service';
import { WINNOW } from '../support/run-winnow';
import { S3Server } from '../support/s3/s3-server';
import { findVersitygw, HOW_TO_INSTALL } from '../support/s3/versitygw';
import { createFashionProject } from '../support/fashion-project';
import { createTestContainer } from '../support/test-container';
import type { TestContainer } from '../support/test-container';
import { createTestDatabase } from '../support/test-database';
import { temporaryFolder } from '../support/temporary-folder';

const CONFIG = parseStudyConfig({
  repeats: 2,
  fractions: [0.2, 0.5],
  surrogates: [{ name: 'weak', labels: 60, ridge: 0.1 }],
  finalModel: { ridge: 0.1 },
  strategies: ['max-gradient'],
});

const folder = await temporaryFolder();
let world: TestContainer;
let owner: SessionUser;
let projectId: string;
let featureSetId: string;
let finished: string;
let running: string;
let acknowledgedBefore: number[];
let acknowledged: number[];
let path: string;

/** The report without how long it took to make. */
async function reportOf(container: Container, studyId: string): Promise<string> {
  const { bytes } = await reportFile(container, { projectId, studyId, file: 'report.json' });
  const report = JSON.parse(Buffer.from(bytes).toString('utf8')) as Record<string, unknown>;
  return JSON.stringify({ ...report, seconds: 0 });
}

async function backUp(
  file: string,
  options: { gzip?: boolean; secrets?: Record<string, string>; blobs?: BlobStore } = {},
) {
  const written = await writeBackup({
    databaseUrl: world.databaseUrl,
    blobs: options.blobs ?? world.container.blobs,
    version: '0.0.0-test',
    target: createWriteStream(file),
    gzip: options.gzip ?? false,
    secrets: options.secrets ?? null,
  });
  return { file, written };
}

/** Another installation: its own database and its own folder. */
async function elsewhere({ databaseUrl, blobs }: { databaseUrl?: string; blobs?: BlobPlace } = {}): Promise<{
  container: Container;
  databaseUrl: string;
}> {
  const url = databaseUrl ?? (await createTestDatabase({ empty: true }));
  const dataFolder = join(folder, randomBytes(6).toString('hex'));
  await mkdir(dataFolder);
  const env = { ...world.container.env, dataFolder, databaseUrl: url, ...(blobs && { blobs }) };
  return { container: createContainer(env, url, pino({ level: 'silent' })), databaseUrl: url };
}

function restoreTo(target: { container: Container; databaseUrl: string }, file: string, replace = false) {
  const { env, blobs } = target.container;
  return restoreBackup({ path: file, env, databaseUrl: target.databaseUrl, blobs, replace });
}

/** One after the other, as fast as it takes them, until told to stop. */
async function annotate(batchId: string, rows: number, until: AbortSignal): Promise<void> {
  const api = world.caller(owner);
  for (let row = 0; row < rows && !until.aborted; row++) {
    await api.annotations.answer({ projectId, batchId, row, label: row % 10, seconds: 1 });
    acknowledged.push(row);
  }
}

beforeAll(async () => {
  world = await createTestContainer();
  owner = await world.createUser();
  const sizes = { seed: 400, pool: 300, test: 100, coarse: true };
  ({ projectId, featureSetId } = await createFashionProject(world, owner, sizes));
  const api = world.caller(owner);
  const start = async (name: string) =>
    (await api.studies.start({ projectId, featureSetId, name, config: CONFIG })).studyId;
  finished = await start('Finished');
  await world.runJobs();
  running = await start('Running');
  const { batchId } = await api.annotations.createSeedBatch({ projectId, count: 400, seed: 1 });

  // Under load: answers come in and a worker computes while the backup is made.
  acknowledged = [];
  const stop = new AbortController();
  const work = world.runJobs();
  const annotating = annotate(batchId, 400, stop.signal);
  while (acknowledged.length < 20 || !(await isRunning(world.container))) await sleep(20);
  acknowledgedBefore = [...acknowledged];
  path = join(folder, 'under-load.tar.gz');
  await backUp(path, { gzip: true });
  stop.abort();
  await Promise.all([annotating, work]);
});
afterAll(() => world.close());

async function isRunning({ db }: Container): Promise<boolean> {
  return (await db.job.count({ where: { state: 'running' } })) > 0;
}

describe('a backup taken while answers come in and a study runs', () => {
  async function restoresWhole(blobs?: BlobPlace) {
    const target = await elsewhere(blobs && { blobs });
    const restored = await restoreTo(target, path);
    const { db } = target.container;

    const rows = await db.annotation.findMany({ where: { projectId }, select: { row: true, label: true } });
    const kept = new Set(rows.map(({ row }) => row));
    expect(acknowledgedBefore.filter((row) => !kept.has(row))).toEqual([]);
    expect(rows.every(({ row, label }) => label === row % 10)).toBe(true);
    expect(rows.length).toBeLessThanOrEqual(acknowledged.length + 1);
    // Each answer with its item: a snapshot shows a transaction whole or not at all.
    const items = await db.batchItem.findMany({ where: { state: 'labeled' }, select: { row: true } });
    expect(new Set(items.map(({ row }) => row))).toEqual(kept);

    const same = await reportFile(world.container, { projectId, studyId: finished, file: 'report.json' });
    const there = await reportFile(target.container, { projectId, studyId: finished, file: 'report.json' });
    expect(Buffer.from(there.bytes).equals(Buffer.from(same.bytes))).toBe(true);

    // What ran is queued again and ends with what the original ended with.
    expect(restored.jobs).toBeGreaterThanOrEqual(1);
    expect(await isRunning(target.container)).toBe(false);
    await new JobRunner(target.container, handlers).runUntilEmpty();
    expect(await reportOf(target.container, running)).toBe(await reportOf(world.container, running));
    await db.$disconnect();
  }

  it('restored elsewhere has every answer acknowledged before it, reports of the same bytes, and goes on', () =>
    restoresWhole());

  it.skipIf(findVersitygw() === null)(
    `the same onto an S3 server (skipped where ${HOW_TO_INSTALL})`,
    async () => {
      const s3 = await S3Server.start();
      await restoresWhole(s3.place('restored')).finally(() => s3.stop());
    },
  );

  it('can be written to afterwards: what is counted goes on behind what was restored', async () => {
    const target = await elsewhere();
    await restoreTo(target, path);
    const { db } = target.container;
    const before = await db.auditEvent.aggregate({ _max: { id: true } });
    const event = { projectId, action: 'test', details: {} };
    const { id } = await db.auditEvent.create({ data: event });
    expect(id).toBeGreaterThan(before._max.id ?? 0n);
    await db.$disconnect();
  });

  it('lets nobody in who was signed in, and has no open links', async () => {
    await world.container.db.session.create({
      data: { id: 's', userId: owner.id, token: 'stolen', expiresAt: new Date(Date.now() + 1e9) },
    });
    const { file } = await backUp(join(folder, 'sessions.tar'));
    expect((await readFile(file)).includes('stolen')).toBe(false);
  });
});

describe('a backup while a project is removed', () => {
  it('knows nothing of it, or all of it', async () => {
    const gone = await createFashionProject(world, owner, { seed: 10, pool: 10, test: 10, coarse: true });
    let removed = false;
    const { blobs, db } = world.container;
    async function* list(prefix?: string) {
      // Between the look at the rows and the look at the blobs.
      if (!removed) {
        removed = true;
        await db.project.delete({ where: { id: gone.projectId } });
        await blobs.removeAll(`projects/${gone.projectId}`);
      }
      yield* blobs.list(prefix);
    }
    const watched = Object.assign(Object.create(blobs) as typeof blobs, { list });
    const { file, written } = await backUp(join(folder, 'removed.tar'), { blobs: watched });
    expect(removed).toBe(true);
    expect(written.missingBlobs).toEqual([]);
    const target = await elsewhere();
    await restoreTo(target, file);
    expect(await target.container.db.project.count({ where: { id: gone.projectId } })).toBe(0);
    expect(await target.container.db.project.count({ where: { id: projectId } })).toBe(1);
    await target.container.db.$disconnect();
  });
});

describe('the commands', () => {
  const run = (args: readonly string[], dataFolder: string, databaseUrl?: string) => {
    const { DATABASE_URL: _, ...env } = process.env;
    const settings = { ...env, WINNOW_DATA: dataFolder, ...(databaseUrl && { DATABASE_URL: databaseUrl }) };
    return spawnSync(process.execPath, [WINNOW, ...args], { env: settings, encoding: 'utf8' });
  };

  it('back up an external PostgreSQL and restore to an embedded one on an empty machine', async () => {
    const file = join(folder, 'commanded.tar.gz');
    const { dataFolder } = world.container.env;
    const made = run(['backup', file], dataFolder, world.databaseUrl);
    expect(made.stderr).toMatch(/\d+ rows and \d+ blobs as of/);
    expect(made.status).toBe(0);
    expect(run(['backup', file], dataFolder, world.databaseUrl).status).toBe(2);
    expect(run(['backup', '--verify', file], dataFolder).stdout).toMatch(/^whole: \d+ entries/);

    const machine = await mkdtemp(join(tmpdir(), 'winnow-restored-'));
    await chmod(machine, 0o711);
    const restored = run(['restore', file], join(machine, 'data'));
    expect(restored.stderr).not.toContain('winnow:');
    expect(restored.status).toBe(0);
    const refused = run(['restore', file], join(machine, 'data'));
    expect(refused.stderr).toContain('not empty');
    expect(refused.status).toBe(1);

    const database = await startEmbeddedDatabase({ dataFolder: join(machine, 'data') });
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    const { rows } = await client.query('SELECT count(*)::int AS answers FROM "Annotation"');
    await client.end();
    await database.stop();
    await rm(machine, { recursive: true, force: true });
    expect(rows).toEqual([{ answers: await world.container.db.annotation.count() }]);
  });
});

describe('restoring', () => {
  it('refuses a database that is not empty, and replaces it only when told to', async () => {
    const target = await elsewhere({ databaseUrl: await createTestDatabase() });
    const { db } = target.container;
    await db.user.create({ data: { id: 'other', name: 'Other', email: 'other@test.local' } });
    await db.auditEvent.create({ data: { projectId: 'gone', action: 'test', details: {} } });
    await expect(restoreTo(target, path)).rejects.toMatchObject({ code: 'conflict' });
    expect(await db.user.count({ where: { id: 'other' } })).toBe(1);
    await restoreTo(target, path, true);
    expect(await db.user.count({ where: { id: 'other' } })).toBe(0);
    expect(await db.project.count({ where: { id: projectId } })).toBe(1);
    await expect(db.auditEvent.deleteMany()).rejects.toThrow(/append-only/);
    await db.$disconnect();
  });

  it('puts secrets where there are none, and never in place of others', async () => {
    const secrets = { 'secret-key': 'k'.repeat(40) };
    const { file } = await backUp(join(folder, 'secrets.tar'), { secrets });
    const empty = await elsewhere();
    expect((await restoreTo(empty, file)).refusedSecrets).toEqual([]);
    const kept = join(empty.container.env.dataFolder, 'secret-key');
    expect(await readFile(kept, 'utf8')).toBe('k'.repeat(40));
    const other = await elsewhere();
    await writeFile(join(other.container.env.dataFolder, 'secret-key'), 'o'.repeat(40));
    expect((await restoreTo(other, file)).refusedSecrets).toEqual(['secret-key']);
    expect(await readFile(join(other.container.env.dataFolder, 'secret-key'), 'utf8')).toBe('o'.repeat(40));
    for (const { container } of [empty, other]) await container.db.$disconnect();
  });

  it('says which blobs were gone when the backup was made', async () => {
    const [key] = (await world.container.matrices.manifest(`projects/${projectId}/features/pixels`)).shards;
    const bytes = await world.container.blobs.get(key?.key ?? '');
    await world.container.blobs.removeAll(key?.key ?? '');
    const { written } = await backUp(join(folder, 'lost.tar'));
    await world.container.blobs.put(key?.key ?? '', bytes);
    expect(written.missingBlobs).toEqual([key?.key]);
  });

  it('leaves a newer release’s backup alone', async () => {
    const { db } = world.container;
    await db.$executeRaw`INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count)
      VALUES ('newer', '', '29990101000000_newer', now(), 1)`;
    const { file } = await backUp(join(folder, 'newer.tar'));
    await db.$executeRaw`DELETE FROM _prisma_migrations WHERE id = 'newer'`;
    const target = await elsewhere();
    await expect(restoreTo(target, file)).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('newer Winnow') as string,
    });
    await target.container.db.$disconnect();
  });
});
