import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SessionUser } from '@/server/api/trpc';
import { analysisFileNames } from '@/lib/analysis/analysis-file-names';
import { analysisConfigSchema } from '@/lib/contracts/analysis';
import { analysisFile } from '@/server/analyses/analyses.service';
import { createFashionProject } from '../support/fashion-project';
import { createTestContainer } from '../support/test-container';
import type { TestContainer } from '../support/test-container';

let test: TestContainer;
let owner: SessionUser;

beforeAll(async () => {
  test = await createTestContainer();
  owner = await test.createUser('Olga');
});
afterAll(() => test.close());

const SIZES = { seed: 20, pool: 150, test: 20, seedLabels: true, coarse: true };
const config = analysisConfigSchema.parse({ epochs: 2, units: 8, minibatches: 5, minibatchSize: 10 });

describe('an analysis of a project', () => {
  it('runs in the background and leaves report, files and norms; its numbers stand beside other projects', async () => {
    const { projectId, featureSetId } = await createFashionProject(test, owner, SIZES);
    const api = test.caller(owner);
    const { analysisId, jobId } = await api.analyses.start({
      projectId,
      featureSetId,
      name: 'first',
      config,
    });
    expect(await api.analyses.report({ projectId, analysisId })).toBeNull();
    await expect(
      analysisFile(test.container, { projectId, analysisId, file: 'report.json' }),
    ).rejects.toMatchObject({ code: 'not-found', message: 'This analysis is not done yet.' });
    await test.runJobs();

    expect((await api.jobs.get({ projectId, jobId })).state).toBe('done');
    const [view] = await api.analyses.list({ projectId });
    expect(view).toMatchObject({ id: analysisId, name: 'first', state: 'done', configuration: config });
    const report = await api.analyses.report({ projectId, analysisId });
    expect(report?.data.examples).toBe(150);
    for (const file of analysisFileNames(config)) {
      const { bytes } = await analysisFile(test.container, { projectId, analysisId, file });
      expect(bytes.length, file).toBeGreaterThan(100);
    }
    const norms = await test.container.matrices.manifest(
      `projects/${projectId}/analyses/${analysisId}/norms`,
    );
    expect([norms.rows, norms.columns]).toEqual([150, 2]);
    const { stages } = await api.projects.get({ projectId });
    expect(stages.find(({ stage }) => stage === 'analysis')).toMatchObject({
      state: 'done',
      detail: '1 analysis',
    });

    expect(await api.analyses.dataSets({ projectId })).toContainEqual(
      expect.objectContaining({ projectId, simplicity: report?.simplicity, redundancy: report?.redundancy }),
    );
    const stranger = test.caller(await test.createUser('Sven'));
    await expect(stranger.analyses.list({ projectId })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    for (const file of ['other.txt', '../report.json', 'overlap.exe']) {
      await expect(analysisFile(test.container, { projectId, analysisId, file })).rejects.toMatchObject({
        code: 'not-found',
      });
    }
  });

  it('needs labels of the pool', async () => {
    const { projectId, featureSetId } = await createFashionProject(test, owner, {
      ...SIZES,
      poolLabels: false,
    });
    await expect(
      test.caller(owner).analyses.start({ projectId, featureSetId, name: 'none', config }),
    ).rejects.toMatchObject({ code: 'CONFLICT', message: 'No example of the pool has a label.' });
  });

  it('says that it was cancelled', async () => {
    const { projectId, featureSetId } = await createFashionProject(test, owner, SIZES);
    const api = test.caller(owner);
    const { jobId } = await api.analyses.start({ projectId, featureSetId, name: 'stopped', config });
    await api.jobs.cancel({ projectId, jobId });
    await test.runJobs();
    expect((await api.analyses.list({ projectId }))[0]?.state).toBe('cancelled');
  });
});
