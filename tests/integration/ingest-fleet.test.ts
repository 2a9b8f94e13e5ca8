import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { IngestRequest } from '@/lib/contracts/ingest';
import { startIngest } from '@/server/datasets/ingest.service';
import type { EntryFacts } from '@/server/datasets/ingest/file-entry';
import { openFiles, reachesFiles } from '@/server/datasets/ingest/files-place';
import { fingerprintOf } from '@/server/datasets/ingest/locate-source';
import { ZipSource } from '@/server/datasets/ingest/zip-entries';
import { uploadKey } from '@/server/datasets/uploads.service';
import { encodeGrayPng } from '@/server/images/encode-gray-png';
import { handlers } from '@/server/jobs/handlers';
import { JobRunner } from '@/server/jobs/job-runner';
import { parts } from '@/server/jobs/parts/registry';
import { sweepBlobs } from '@/server/operations/sweep/sweep-blobs';
import { readReference } from '@/server/storage/blob-reference';
import { sha256Of } from '@/server/storage/hashed-key';
import { sampleImages } from '../support/idx';
import { uploadBytes } from '../support/ingest';
import { S3Server } from '../support/s3/s3-server';
import { findVersitygw, HOW_TO_INSTALL } from '../support/s3/versitygw';
import { temporaryFolder } from '../support/temporary-folder';
import { createTestContainer } from '../support/test-container';
import { startWorkerProcess } from '../support/worker-process';
import { makeZip, type ZipContent } from '../support/zip';

/** Several parts, and the last one not whole. */
const IMAGES = 1200;
/** These are the first ones once more: all of one part, and many and few of others. */
const AGAIN = { from: 450, to: 780 };
/** Those of the first ones that cannot be used, so that what is the same as they is no duplicate. */
const UNUSABLE = [3, 300, 301, 302];
const hasS3 = findVersitygw() !== null;

const folder = await temporaryFolder();
const world = await createTestContainer({ env: { importRoots: [folder] } });
const { container } = world;
const user = await world.createUser();
const runners: JobRunner[] = [];
let files: ZipContent[];
let zip: Buffer;

beforeAll(async () => {
  const { pixels, labels } = await sampleImages(0, IMAGES);
  files = await Promise.all(
    labels.map(async (label, index) => {
      const shown = index >= AGAIN.from && index < AGAIN.to ? index - AGAIN.from : index;
      const bytes = await encodeGrayPng(pixels.subarray(shown * 784, (shown + 1) * 784), 28, 28);
      return { path: `${label}/${index}.png`, bytes };
    }),
  );
  files[3] = { path: 'x/cut-off.png', bytes: files[3]?.bytes.subarray(0, 200) ?? Buffer.alloc(0) };
  files[300] = { path: 'x/notes.png', bytes: Buffer.from('no image at all') };
  files[301] = { path: 'x/link.png', bytes: Buffer.from('../../etc/passwd'), mode: 0o120777 };
  files[302] = { ...(files[302] as ZipContent), path: 'n/'.repeat(600) + '302.png' };
  zip = await makeZip(files);
});
afterEach(async () => {
  await Promise.all(runners.splice(0).map((runner) => runner.stop()));
});
afterAll(() => world.close());

async function begin(
  at = world,
  owner = user,
): Promise<{ projectId: string; ingestId: string; jobId: string }> {
  const { id: projectId } = await at.createProject(owner, { classes: [] });
  const request: IngestRequest = {
    format: 'zip',
    source: await uploadBytes(at, projectId, 'images.zip', zip),
    split: { by: 'random', seedShare: 0.1, testShare: 0.1, seed: 3 },
    addClasses: true,
  };
  return { projectId, ...(await startIngest(at.container, { projectId, userId: owner.id, request })) };
}

async function startWorker(): Promise<void> {
  const runner = new JobRunner(container, handlers, parts);
  runners.push(runner);
  await runner.start(world.databaseUrl);
}

async function ended(projectId: string, jobId: string): Promise<string> {
  for (;;) {
    const { state } = await world.caller(user).jobs.get({ projectId, jobId });
    if (state !== 'queued' && state !== 'running') return state;
    await sleep(20);
  }
}

/** Everything that an ingest wrote; names without its own id. */
async function written(
  { projectId, ingestId }: { projectId: string; ingestId: string },
  { container } = world,
) {
  const prefix = `projects/${projectId}/ingests/${ingestId}/`;
  const bare = (name: string | null) => name?.replace(prefix, '') ?? null;
  const examples = await container.db.example.findMany({ where: { projectId }, orderBy: { row: 'asc' } });
  const hashes: Record<string, string> = {};
  for await (const { key } of container.blobs.list(`projects/${projectId}`))
    hashes[bare(key) ?? ''] = sha256Of(await container.blobs.get(key));
  return {
    examples: examples.map(({ projectId: _, ingestId: __, ...example }) => ({
      ...example,
      originalBlob: bare(example.originalBlob),
      thumbnailBlob: bare(example.thumbnailBlob),
    })),
    rejects: await container.db.ingestReject.findMany({
      where: { ingestId },
      orderBy: { id: 'asc' },
      select: { name: true, code: true, reason: true },
    }),
    classes: (await container.db.project.findUniqueOrThrow({ where: { id: projectId } })).classes,
    hashes,
  };
}

test('one worker, and several of which one is killed -9, write the same rows, rejects and bytes', async () => {
  const alone = await begin();
  await world.runJobs();
  const expected = await written(alone);
  const codes: Record<string, number> = {};
  for (const { code } of expected.rejects) codes[code] = (codes[code] ?? 0) + 1;
  expect(codes).toEqual({
    'bad-name': 1,
    broken: 1,
    duplicate: AGAIN.to - AGAIN.from - UNUSABLE.length,
    'not-a-file': 1,
    'not-an-image': 1,
  });
  // of two that are the same the first stays, unless it could not be used
  const keys = new Set(expected.examples.map(({ key }) => key));
  expect(files.filter(({ path }) => keys.has(path)).map(({ path }) => path)).toEqual(
    expected.examples.map(({ key }) => key),
  );
  const isKept = (index: number) => keys.has(files[index]?.path ?? '');
  expect(UNUSABLE.map((index) => [isKept(index), isKept(AGAIN.from + index)])).toEqual(
    UNUSABLE.map(() => [false, true]),
  );
  const blobOf = (reference: string | null) => reference?.split('#')[0];
  const named = expected.examples.flatMap(({ originalBlob, thumbnailBlob }) => [
    blobOf(originalBlob),
    blobOf(thumbnailBlob),
  ]);
  expect(new Set(Object.keys(expected.hashes))).toEqual(new Set(named));
  for (const { originalBlob, contentHash } of await container.db.example.findMany({
    where: { projectId: alone.projectId },
  }))
    await readReference(container.blobs, originalBlob ?? '', contentHash);

  const child = startWorkerProcess(world);
  const ofChild = { worker: { contains: `:${child.pid}:` }, state: 'running' as const };
  while ((await container.db.worker.count({ where: { name: ofChild.worker } })) === 0) await sleep(20);
  const together = await begin();
  await startWorker();
  await startWorker();
  while (
    (await container.db.jobPart.count({ where: ofChild })) === 0 &&
    (await container.db.job.findUniqueOrThrow({ where: { id: together.jobId } })).state !== 'done'
  )
    await sleep(2);
  child.kill('SIGKILL');
  await once(child, 'exit');
  // a worker that starts on the same host sees that the process is gone
  await startWorker();
  expect(await ended(together.projectId, together.jobId)).toBe('done');
  expect(await written(together)).toEqual(expected);
}, 120_000);

test.skipIf(!hasS3)(
  `a zip on S3 gives the same rows, rejects and bytes (skipped where ${HOW_TO_INSTALL})`,
  async () => {
    const s3 = await S3Server.start();
    const cloud = await createTestContainer({ env: { blobs: s3.place('ingest') } });
    try {
      const [here, there] = [await begin(), await begin(cloud, await cloud.createUser())];
      await world.runJobs();
      await cloud.runJobs();
      expect(await written(there, cloud)).toEqual(await written(here));
    } finally {
      await cloud.close();
      await s3.stop();
    }
  },
  60_000,
);

test('an upload is read in stretches as the file itself is', async () => {
  const sizes = [3_000_000, 10, 0, 2_500_000, 2 ** 21, 700];
  const entries = sizes.map((size, index) => ({ path: `${index}`, bytes: randomBytes(size) }));
  const bytes = await makeZip(entries);
  const { id: projectId } = await world.createProject(user);
  const { uploadId } = await uploadBytes(world, projectId, 'a.zip', bytes);
  const path = await container.blobs.localFile(uploadKey(projectId, uploadId));
  const uploaded = { kind: 'uploaded-zip', projectId, uploadId, bytes: bytes.length } as const;
  const fingerprint = await fingerprintOf(path);
  const beside = { kind: 'zip', projectId, path, trusted: true, fingerprint } as const;
  const listed: EntryFacts[] = [];
  for await (const { facts } of (await ZipSource.open(path, 'a.zip', 2 ** 22)).list()) listed.push(facts);
  for (const place of [uploaded, beside]) {
    const open = await openFiles(container, place, 2 ** 22);
    const read = await Promise.all(listed.map((facts) => open.read(facts)));
    const beyond = { ...(listed[0] as EntryFacts), offset: bytes.length + 5 } as EntryFacts;
    expect(await open.read(beyond)).toMatchObject({ problem: { code: 'broken' } });
    await open.close();
    expect(read.map((content) => Buffer.isBuffer(content) && sha256Of(content))).toEqual(
      entries.map((entry) => sha256Of(entry.bytes)),
    );
  }
});

test('an ingest that is cancelled while others do its parts leaves no row, and no byte that is not swept', async () => {
  const { projectId, jobId } = await begin();
  await startWorker();
  await startWorker();
  while ((await container.db.example.count({ where: { projectId } })) === 0) await sleep(2);
  await world.caller(user).jobs.cancel({ projectId, jobId });
  expect(await ended(projectId, jobId)).toBe('cancelled');
  await Promise.all(runners.splice(0).map((runner) => runner.stop()));
  expect(await container.db.example.count({ where: { projectId } })).toBe(0);
  expect(await container.db.jobPart.count()).toBe(0);
  // what another worker had in hand when the folder was removed
  const query = <Row>(sql: string) => container.db.$queryRawUnsafe<Row[]>(sql);
  const later = new Date(Date.now() + 60_000);
  await sweepBlobs(
    { query, blobs: container.blobs },
    { orphanMs: 0, uploadMs: 0 },
    { now: later, dryRun: false },
  );
  const left: string[] = [];
  for await (const { key } of container.blobs.list(`projects/${projectId}`)) left.push(key);
  expect(left).toEqual([]);
}, 60_000);

test('files at a path are read by workers that see the very same there, uploads by all', async () => {
  const path = join(folder, 'photos');
  await mkdir(path);
  await writeFile(join(path, 'a.png'), 'a');
  const { id: projectId } = await world.createProject(user);
  const fingerprint = await fingerprintOf(path);
  const place = { kind: 'folder', projectId, path, trusted: false, fingerprint } as const;
  const elsewhere = { ...container, env: { ...container.env, importRoots: [] } };
  expect(await reachesFiles(container, place)).toBe(true);
  expect(await reachesFiles(elsewhere, place)).toBe(false);
  expect(await reachesFiles(elsewhere, { ...place, trusted: true })).toBe(true);
  expect(await reachesFiles(container, { ...place, path: join(folder, 'nothing') })).toBe(false);
  const upload = { kind: 'uploaded-zip', projectId, uploadId: 'a', bytes: 1 } as const;
  expect(await reachesFiles(elsewhere, upload)).toBe(true);
  // another folder of the same name
  await utimes(path, 0, 0);
  expect(await reachesFiles(container, place)).toBe(false);
});
