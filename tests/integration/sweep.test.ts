import { readdir, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseStudyConfig } from '@/lib/studies/study-config';
import type { SessionUser } from '@/server/api/trpc';
import { sweep } from '@/server/operations/sweep/sweep.service';
import { createFashionProject } from '../support/fashion-project';
import { createTestContainer } from '../support/test-container';
import type { TestContainer } from '../support/test-container';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

let world: TestContainer;
let owner: SessionUser;
let projectId: string;
let featureSetId: string;
let studyId: string;

/** A project with something of each stage, made by the stages themselves. */
beforeAll(async () => {
  world = await createTestContainer();
  owner = await world.createUser();
  const sizes = { seed: 60, pool: 120, test: 40, seedLabels: true, coarse: true };
  ({ projectId, featureSetId } = await createFashionProject(world, owner, sizes));
  const api = world.caller(owner);
  const { surrogateId } = await api.surrogates.train({ projectId, featureSetId, name: 'S', seed: 1 });
  const config = parseStudyConfig({
    ...{ repeats: 1, fractions: [0.5], surrogates: [{ name: 'weak', labels: 30, ridge: 0.1 }] },
    ...{ finalModel: { ridge: 0.1 }, strategies: ['max-gradient'] },
  });
  ({ studyId } = await api.studies.start({ projectId, featureSetId, name: 'Study', config }));
  await world.runJobs();
  const [scores] = await api.scores.list({ projectId });
  expect(scores?.surrogateId).toBe(surrogateId);
  await api.selections.create({
    ...{ projectId, scoreSetId: scores?.id ?? null, scheme: 'top', parameters: {} },
    ...{ budget: 10, seed: 1 },
  });
});
afterAll(() => world.close());

const run = (changes: { now?: Date; dryRun?: boolean } = {}) =>
  sweep(world.container, world.databaseUrl, { now: new Date(), dryRun: false, ...changes });

async function keys(): Promise<string[]> {
  const found: string[] = [];
  for await (const { key } of world.container.blobs.list()) found.push(key);
  return found.sort();
}

/** As if everything had been written long ago. */
const later = (milliseconds: number) => new Date(Date.now() + milliseconds);

describe('sweeping blobs', () => {
  it('leaves everything that a row refers to, however old', async () => {
    const before = await keys();
    expect(before.length).toBeGreaterThan(15);
    const result = await run({ now: later(1000 * DAY) });
    expect(await keys()).toEqual(before);
    expect(result?.blobs).toEqual({ count: 0, bytes: 0 });
    expect(await world.caller(owner).studies.report({ projectId, studyId })).not.toBeNull();
  });

  it('takes exactly what nothing refers to and what is old, wherever it lies', async () => {
    const part = fc.constantFrom('features', 'ingests', 'selections', 'surrogates', 'scores');
    const orphan = fc.record({
      key: fc
        .tuple(fc.constantFrom(projectId, 'gone'), part, fc.uuid(), fc.integer({ min: 0, max: 9 }))
        .map(([project, stage, id, number]) => `projects/${project}/${stage}/${id}/${number}.npy`),
      ageHours: fc.integer({ min: 0, max: 200 }),
    });
    const referenced = await keys();
    const uniquely = { selector: ({ key }: { key: string }) => key, maxLength: 8 };
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(orphan, uniquely), async (orphans) => {
        const now = new Date();
        for (const { key, ageHours } of orphans)
          await putAged(key, new Date(now.getTime() - ageHours * HOUR));
        const result = await run({ now });
        const gone = orphans.filter(({ ageHours }) => ageHours > 48);
        const left = orphans.filter(({ ageHours }) => ageHours <= 48).map(({ key }) => key);
        expect(result?.blobs.count).toBe(gone.length);
        expect(await keys()).toEqual([...referenced, ...left].sort());
        for (const key of left) await world.container.blobs.removeAll(key);
      }),
      { numRuns: 15 },
    );
  });

  it('never takes what a stage at work has written, nor the upload that it reads', async () => {
    const { db, blobs } = world.container;
    const upload = 'c0ffee00-0000-4000-8000-000000000000';
    const source = { kind: 'upload', uploadId: upload, fileName: 'a.csv' };
    const ingest = await db.ingest.create({
      data: { projectId, name: 'at work', request: { source }, state: 'running' },
    });
    const written = [
      `projects/${projectId}/ingests/${ingest.id}/packs/000000-ab.pack`,
      `projects/${projectId}/uploads/${upload}`,
    ];
    for (const key of written) await blobs.put(key, Buffer.from('x'));
    await run({ now: later(1000 * DAY) });
    for (const key of written) expect(await blobs.exists(key), key).toBe(true);
    // It fails: nothing of it is wanted any more.
    await db.ingest.update({ where: { id: ingest.id }, data: { state: 'failed' } });
    await run({ now: later(3 * DAY) });
    expect(await blobs.exists(written[0] ?? '')).toBe(false);
    expect(await blobs.exists(written[1] ?? '')).toBe(true);
    await run({ now: later(8 * DAY) });
    expect(await blobs.exists(written[1] ?? '')).toBe(false);
  });

  it('says what it would take without taking it', async () => {
    const key = `projects/${projectId}/surrogates/none/parameters.npy`;
    await world.container.blobs.put(key, Buffer.from('1234'));
    const now = later(3 * DAY);
    expect((await run({ now, dryRun: true }))?.blobs).toEqual({ count: 1, bytes: 4 });
    expect(await world.container.blobs.exists(key)).toBe(true);
    expect((await run({ now }))?.blobs).toEqual({ count: 1, bytes: 4 });
    expect(await world.container.blobs.exists(key)).toBe(false);
  });

  it('leaves files alone that are not Winnow’s', async () => {
    await world.container.blobs.put('theirs/notes.txt', Buffer.from('x'));
    await run({ now: later(1000 * DAY) });
    expect(await world.container.blobs.exists('theirs/notes.txt')).toBe(true);
    await world.container.blobs.removeAll('theirs');
  });
});

/** The age of a blob on the disk is the age of its file. */
async function putAged(key: string, at: Date): Promise<void> {
  await world.container.blobs.put(key, Buffer.from(key));
  const root = join(world.container.env.dataFolder, 'blobs');
  const folder = join(root, ...key.split('/').slice(0, -1));
  for (const name of await readdir(folder)) {
    if (name.startsWith(key.split('/').at(-1) ?? '')) await utimes(join(folder, name), at, at);
  }
}

describe('sweeping rows', () => {
  it('takes what ended and what expired long ago, and nothing else', async () => {
    const { db } = world.container;
    await db.job.deleteMany();
    const at = (days: number) => new Date(Date.now() - days * DAY);
    const job = (kind: string, state: 'done' | 'failed' | 'running', days: number) => ({
      ...{ id: `${kind}-${state}-${days}`, projectId, kind, payload: {}, state },
      finishedAt: state === 'running' ? null : at(days),
    });
    await db.job.createMany({
      data: [
        job('study', 'done', 91),
        job('study', 'done', 89),
        job('study', 'failed', 91),
        job('named', 'failed', 91),
        job('study', 'running', 400),
        job('deliver-webhook', 'done', 8),
        job('deliver-webhook', 'done', 6),
      ],
    });
    await db.ingest.create({
      data: { projectId, name: 'failed', request: {}, state: 'failed', jobId: 'named-failed-91' },
    });
    const session = (id: string, days: number) => ({ id, token: id, userId: owner.id, expiresAt: at(days) });
    await db.session.createMany({ data: [session('old', 1), session('new', -1)] });
    const answers = await db.annotation.count();
    const planned = await run({ dryRun: true });
    const result = await run();
    expect(planned?.rows).toEqual(result?.rows);
    const left = await db.job.findMany({ select: { id: true }, orderBy: { id: 'asc' } });
    expect(left.map(({ id }) => id)).toEqual([
      'deliver-webhook-done-6',
      'named-failed-91',
      'study-done-89',
      'study-running-400',
    ]);
    expect(await db.session.findMany({ select: { id: true } })).toEqual([{ id: 'new' }]);
    expect(await db.annotation.count()).toBe(answers);
  });

  it('is done by one process at a time', async () => {
    const results = await Promise.all([run(), run(), run(), run()]);
    expect(results.some((result) => result !== null)).toBe(true);
    const { db } = world.container;
    await db.$transaction(async (tx) => {
      await tx.$queryRaw`SELECT pg_advisory_xact_lock(7041778)::text`;
      expect(await run()).toBeNull();
    });
  });
});
