import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { StageView } from '@/lib/contracts/project';
import type { SessionUser } from '@/server/api/trpc';
import { createTestContainer } from '../support/test-container';
import type { TestContainer } from '../support/test-container';

let world: TestContainer;
let owner: SessionUser;
let projectId: string;

beforeAll(async () => {
  world = await createTestContainer();
  const { db, env } = world.container;
  owner = await world.createUser();
  await db.user.update({ where: { id: owner.id }, data: { email: env.ownerEmail } });
  owner = { ...owner, email: env.ownerEmail };
});
beforeEach(async () => {
  projectId = (
    await world.caller(owner).projects.create({ name: 'Cats', modality: 'image', classes: ['cat'] })
  ).id;
});
afterAll(() => world.close());

/** Rows 0 … count − 1 in the pool; the first `labeled` of them came with a label. */
async function addExamples(count: number, labeled: number): Promise<void> {
  const { db } = world.container;
  const { id: ingestId } = await db.ingest.create({
    data: { projectId, name: 'x', request: {}, state: 'done' },
  });
  await db.example.createMany({
    data: Array.from({ length: count }, (_, row) => ({
      projectId,
      ingestId,
      row,
      key: `${row}.png`,
      split: 'pool' as const,
      fileLabel: row < labeled ? 0 : null,
      contentHash: String(row),
    })),
  });
  await db.project.update({ where: { id: projectId }, data: { exampleCount: count } });
}

async function stage(name: StageView['stage']): Promise<StageView | undefined> {
  return (await world.caller(owner).projects.get({ projectId })).stages.find((view) => view.stage === name);
}

describe('a project', () => {
  it('belongs to whoever made it and is listed for nobody else', async () => {
    const stranger = await world.createUser('Eve');
    const listed = await world.caller(owner).projects.list();
    expect(listed.find((project) => project.id === projectId)).toMatchObject({ name: 'Cats', role: 'owner' });
    expect(await world.caller(stranger).projects.list()).toEqual([]);
  });

  it('counts an example as labeled once, whether by file or by people, and forgets undone answers', async () => {
    await addExamples(5, 2);
    const batch = await world.container.db.batch.create({
      data: { projectId, kind: 'seed', name: 'Seed', size: 3, items: { create: { position: 0, row: 0 } } },
    });
    const answer = (row: number, label: number | null, undoneAt: Date | null = null) =>
      world.container.db.annotation.create({
        data: { projectId, batchId: batch.id, userId: owner.id, row, label, seconds: 1, undoneAt },
      });
    await answer(0, 0);
    await answer(3, 0);
    await answer(3, 0);
    await answer(4, null);
    await answer(2, 0, new Date());
    const project = await world.caller(owner).projects.get({ projectId });
    expect(project.labeledCount).toBe(3);
    expect(project.splits.pool).toEqual({ examples: 5, labeled: 2 });
  });

  it('does not count the rows of an ingest that still runs', async () => {
    await addExamples(3, 3);
    await world.container.db.project.update({ where: { id: projectId }, data: { exampleCount: 1 } });
    const project = await world.caller(owner).projects.get({ projectId });
    expect(project).toMatchObject({ exampleCount: 1, labeledCount: 1 });
    expect(project.splits.pool.examples).toBe(1);
  });

  it('only ever gets classes at the end, and none twice', async () => {
    const { projects } = world.caller(owner);
    await Promise.all(
      ['dog', 'cow', 'pig'].map((name) => projects.update({ projectId, appendClasses: [name] })),
    );
    const { classes } = await projects.get({ projectId });
    expect(classes[0]).toBe('cat');
    expect([...classes].sort()).toEqual(['cat', 'cow', 'dog', 'pig']);
    await expect(projects.update({ projectId, appendClasses: ['dog'] })).rejects.toThrow('dog');
  });
});

describe('the rail', () => {
  it('waits stage by stage and moves on as work is done', async () => {
    expect(await stage('pool')).toEqual({ stage: 'pool', state: 'ready', detail: '' });
    expect((await stage('features'))?.state).toBe('waiting');

    await addExamples(2, 0);
    expect(await stage('pool')).toEqual({ stage: 'pool', state: 'done', detail: '2 examples' });
    expect((await stage('features'))?.state).toBe('ready');
    expect((await stage('labeling'))?.state).toBe('ready');

    const featureSet = await world.container.db.featureSet.create({
      data: { projectId, extractor: 'pixels', configuration: {}, key: 'k', rows: 2 },
    });
    expect((await stage('features'))?.state).toBe('running');
    await world.container.db.featureSet.update({ where: { id: featureSet.id }, data: { state: 'failed' } });
    expect((await stage('features'))?.state).toBe('failed');
    await world.container.db.featureSet.update({ where: { id: featureSet.id }, data: { state: 'done' } });
    expect(await stage('features')).toEqual({ stage: 'features', state: 'done', detail: '1 feature set' });
    expect((await stage('surrogate'))?.state).toBe('ready');
    expect((await stage('report'))?.state).toBe('ready');
    expect((await stage('plan'))?.state).toBe('waiting');
  });
});

describe('deleting a project', () => {
  it('asks for its name', async () => {
    const { projects } = world.caller(owner);
    await expect(projects.remove({ projectId, confirmName: 'Dogs' })).rejects.toThrow('name');
    expect(await projects.get({ projectId })).toMatchObject({ name: 'Cats' });
  });

  it('hides it at once, stops its work, and leaves no row and no file', async () => {
    const { db, blobs } = world.container;
    await addExamples(3, 1);
    await blobs.put(`projects/${projectId}/originals/0`, Buffer.from('x'));
    const other = await world
      .caller(owner)
      .projects.create({ name: 'Other', modality: 'image', classes: [] });
    await blobs.put(`projects/${other.id}/originals/0`, Buffer.from('y'));

    await world.caller(owner).projects.remove({ projectId, confirmName: 'Cats' });
    await expect(world.caller(owner).projects.get({ projectId })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    await world.runJobs();

    expect(await db.project.findUnique({ where: { id: projectId } })).toBeNull();
    expect(await db.example.count({ where: { projectId } })).toBe(0);
    expect(await db.job.count({ where: { projectId } })).toBe(0);
    expect(await blobs.exists(`projects/${projectId}/originals/0`)).toBe(false);
    expect(await blobs.exists(`projects/${other.id}/originals/0`)).toBe(true);
  });
});
