import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createMatrix } from '@/lib/numeric/matrix';
import { createRandom } from '@/lib/numeric/random';
import type { SessionUser } from '@/server/api/trpc';
import { handlers } from '@/server/jobs/handlers';
import { JobRunner } from '@/server/jobs/job-runner';
import { parts } from '@/server/jobs/parts/registry';
import { createFashionProject } from '../support/fashion-project';
import { createTestContainer } from '../support/test-container';
import type { TestContainer } from '../support/test-container';

const SIZES = { seed: 40, pool: 120, test: 30, seedLabels: true, coarse: true };
/** one value of a row is more than the whole of a small project */
const COLUMNS = 45_000;
const NAMES = ['entropy:scale=rank', 'influence:dimensions=16', 'error', 'gradient-norm'];

let test: TestContainer;
let owner: SessionUser;

beforeAll(async () => {
  test = await createTestContainer();
  owner = await test.createUser('Olga');
});
afterAll(() => test.close());

/** A project whose features are wide enough to make several shards of few rows, trained and scored by some workers. */
async function scoreWith(workers: number): Promise<{ hashes: Record<string, string>; parts: number }> {
  const { db, matrices } = test.container;
  const project = await createFashionProject(test, owner, SIZES);
  const { id, rows } = await db.featureSet.findFirstOrThrow({ where: { projectId: project.projectId } });
  const random = createRandom(7, 'features');
  const data = Float32Array.from({ length: rows * COLUMNS }, () => random.normal() / 100);
  const matrixBlob = `projects/${project.projectId}/wide`;
  await matrices.write(matrixBlob, createMatrix(data, rows, COLUMNS));
  await db.featureSet.update({ where: { id }, data: { matrixBlob, dimension: COLUMNS } });
  const runners = Array.from({ length: workers }, () => new JobRunner(test.container, handlers, parts));
  await Promise.all(runners.map((runner) => runner.start(test.databaseUrl)));
  const api = test.caller(owner);
  const { projectId } = project;
  const done = async (jobId: string) => {
    for (;;) {
      const { state, error } = await api.jobs.get({ projectId, jobId });
      if (error) throw new Error(error.message);
      if (state === 'done') return;
      await sleep(50);
    }
  };
  const { surrogateId, jobId } = await api.surrogates.train({ ...project, ridge: 0.1 });
  await done(jobId);
  const { jobId: scoring } = await api.scores.compute({ projectId, surrogateId, names: NAMES });
  await done(scoring);
  await Promise.all(runners.map((runner) => runner.stop()));

  const sets = await db.scoreSet.findMany({ where: { projectId }, orderBy: { name: 'asc' } });
  const { probabilitiesBlob } = await db.surrogate.findUniqueOrThrow({ where: { id: surrogateId } });
  const hashes: Record<string, string> = {};
  const blobs = [
    ...sets.map(({ name, matrixBlob: blob }) => [name, blob]),
    ['probabilities', probabilitiesBlob],
  ];
  for (const [name, blob] of blobs) {
    const { data: values } = await matrices.read(blob ?? '');
    hashes[name ?? ''] = createHash('sha256').update(values).digest('hex');
  }
  const { partCount } = await db.job.findUniqueOrThrow({ where: { id: scoring } });
  for await (const { key } of test.container.blobs.list(`projects/${projectId}/surrogates`)) {
    expect(key).not.toContain('/parts/');
  }
  return { hashes, parts: partCount };
}

it('scores, probabilities and surveys are the same bytes from one worker and from three', async () => {
  const alone = await scoreWith(1);
  const together = await scoreWith(3);
  // two passes, since one score must see the pool first
  expect(alone.parts).toBeGreaterThanOrEqual(6);
  expect(together).toEqual(alone);
  expect(Object.keys(alone.hashes)).toEqual(expect.arrayContaining([...NAMES, 'probabilities']));
});
