import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rowOf } from '@/lib/numeric/matrix';
import { schemeByName } from '@/lib/selections/registry';
import { encodeNpy } from '@/server/datasets/formats/npy-encode';
import type { SessionUser } from '@/server/api/trpc';
import { findSelectionSource } from '@/server/selections/selection-source.service';
import { createFashionProject } from '../support/fashion-project';
import { uploadBytes } from '../support/ingest';
import { createTestContainer } from '../support/test-container';
import type { TestContainer } from '../support/test-container';

let test: TestContainer;
let owner: SessionUser;

beforeAll(async () => {
  test = await createTestContainer();
  owner = await test.createUser();
});
afterAll(() => test.close());

const QUICK = { epochs: 1, batchSize: 16 } as const;

async function scoresOf(surrogateId: string, name: string) {
  const set = await test.container.db.scoreSet.findFirstOrThrow({ where: { surrogateId, name } });
  return test.container.matrices.read(set.matrixBlob ?? '');
}

async function probabilitiesOf(surrogateId: string) {
  const { probabilitiesBlob } = await test.container.db.surrogate.findUniqueOrThrow({
    where: { id: surrogateId },
  });
  return test.container.matrices.read(probabilitiesBlob ?? '');
}

function smallProject(sizes: { coarse?: boolean } = { coarse: true }) {
  return createFashionProject(test, owner, { seed: 60, pool: 40, test: 60, seedLabels: true, ...sizes });
}

describe('a network as surrogate', () => {
  it('is trained, measured and scores the pool; gradient norms by any group of parameters', async () => {
    const project = await smallProject();
    const api = test.caller(owner);
    const model = { name: 'mlp', units: 16, ...QUICK } as const;
    const { surrogateId } = await api.surrogates.train({ ...project, model });
    await test.runJobs();
    const surrogate = await api.surrogates.get({ ...project, surrogateId });
    expect(surrogate.error).toBeNull();
    expect(surrogate).toMatchObject({ state: 'done', model: 'mlp', labelCount: 60 });
    expect(surrogate.metrics).toMatchObject({ ridge: null, trainingLabels: 60 });
    // guessing is wrong nine times in ten
    expect(surrogate.metrics?.test?.error.mean).toBeLessThan(0.6);

    const groups = ['gradient-norm:group=all', 'gradient-norm:group=biases', 'gradient-norm:group=weights'];
    await api.scores.compute({ ...project, surrogateId, names: groups });
    await test.runJobs();
    const [all, biases, weights] = await Promise.all(groups.map((name) => scoresOf(surrogateId, name)));
    const lastLayer = await scoresOf(surrogateId, 'gradient-norm');
    for (let row = 0; row < 160; row++) {
      const at = (matrix = lastLayer) => matrix.data[row] as number;
      expect(at(all)).toBeGreaterThanOrEqual(at(lastLayer) * 0.9999);
      expect(at(all)).toBeGreaterThanOrEqual(Math.max(at(biases), at(weights)) * 0.9999);
      expect(at(all)).toBeLessThanOrEqual((at(biases) + at(weights)) * 1.0001);
    }
  });

  it('keeps what its last layer saw, by which schemes of gradients choose', async () => {
    const project = await smallProject();
    const api = test.caller(owner);
    const { surrogateId } = await api.surrogates.train({
      ...project,
      model: { name: 'mlp', units: 16, ...QUICK },
    });
    await test.runJobs();
    const { db, matrices } = test.container;
    const { lastLayerBlob } = await db.surrogate.findUniqueOrThrow({ where: { id: surrogateId } });
    const seen = await matrices.read(lastLayerBlob ?? '');
    expect(seen).toMatchObject({ rows: 160, columns: 16 });
    const probabilities = await probabilitiesOf(surrogateId);
    const norms = await scoresOf(surrogateId, 'gradient-norm');
    for (let row = 0; row < seen.rows; row++) {
      // Σ p_y ‖p − e_y‖ · ‖[h; 1]‖ (Katharopoulos and Fleuret, 2018)
      const p = rowOf(probabilities, row);
      const squares = p.reduce((sum, share) => sum + share ** 2, 0);
      const errors = p.reduce((sum, share) => sum + share * Math.sqrt(squares - 2 * share + 1), 0);
      const length = Math.sqrt(rowOf(seen, row).reduce((sum, value) => sum + value ** 2, 1));
      expect(norms.data[row]).toBeCloseTo(errors * length, 4);
    }
    const request = { ...project, scoreSetId: null, surrogateId, budget: 5, seed: 1, parameters: {} };
    const blobOf = async (scheme: string) =>
      (await findSelectionSource(test.container, { ...request, scheme }, schemeByName(scheme))).featuresBlob;
    expect(await blobOf('badge')).toBe(lastLayerBlob);
    expect(await blobOf('k-center')).not.toBe(lastLayerBlob);
  });

  it('of several members is their mean, and the same again for the same seed', async () => {
    const project = await smallProject();
    const api = test.caller(owner);
    const one = { name: 'mlp', units: 8, ...QUICK } as const;
    const single = await api.surrogates.train({ ...project, model: one });
    const ensemble = await api.surrogates.train({ ...project, model: { ...one, members: 2 } });
    expect(await api.surrogates.train({ ...project, model: one })).toEqual(single);
    await test.runJobs();
    const [first, both] = await Promise.all(
      [single, ensemble].map((made) => probabilitiesOf(made.surrogateId)),
    );
    const second = both?.data.map((value, place) => 2 * value - (first?.data[place] ?? NaN)) ?? [];
    expect(second.every((value) => value > -1e-5 && value < 1 + 1e-5)).toBe(true);
    expect(Array.from(second)).not.toEqual(Array.from(first?.data ?? []));
    const names = ['grand', 'gradient-norm:group=all'];
    await api.scores.compute({ ...project, surrogateId: ensemble.surrogateId, names });
    await test.runJobs();
    for (const name of names) {
      const { state } = await test.container.db.scoreSet.findFirstOrThrow({
        where: { surrogateId: ensemble.surrogateId, name },
      });
      expect(state, name).toBe('done');
    }
  });

  it('reads images where the features are pixels, and is refused where they are not', async () => {
    const project = await createFashionProject(test, owner, { seed: 20, pool: 5, test: 5, seedLabels: true });
    const api = test.caller(owner);
    const model = { name: 'cnn', ...QUICK } as const;
    await expect(api.surrogates.train({ ...project, model })).rejects.toThrow('reads images');
    await test.container.db.featureSet.update({
      where: { id: project.featureSetId },
      data: { extractor: 'pixels', configuration: { size: 28, colour: 'gray' } },
    });
    const [featureSet] = await api.features.list(project);
    expect(featureSet?.image).toEqual({ height: 28, width: 28, channels: 1 });
    const { surrogateId } = await api.surrogates.train({ ...project, model });
    await test.runJobs();
    const surrogate = await api.surrogates.get({ ...project, surrogateId });
    expect(surrogate.error).toBeNull();
    expect(surrogate.state).toBe('done');
    const probabilities = await probabilitiesOf(surrogateId);
    const right = project.truth.subarray(0, 20).filter((label, row) => {
      const ofRow = [...probabilities.data.subarray(row * 10, (row + 1) * 10)];
      return ofRow.indexOf(Math.max(...ofRow)) === label;
    });
    expect(right.length).toBeGreaterThanOrEqual(19);
  });

  it('is what rounds train where the project says so', async () => {
    const project = await smallProject();
    const { projectId } = project;
    const api = test.caller(owner);
    await api.projects.update({ projectId, finalModel: { name: 'mlp', units: 8, ...QUICK } });
    const selection = { projectId, scoreSetId: null, scheme: 'random', budget: 10 };
    const { selectionId } = await api.selections.create(selection);
    const round = await api.selections.sendToLabeling({ projectId, selectionId });
    await api.annotations.fillFromFiles({ projectId, batchId: round.batchId });
    await api.rounds.retrain({ projectId, roundId: round.roundId });
    await test.runJobs();
    const [trained] = await api.surrogates.list({ projectId });
    expect(trained).toMatchObject({ name: 'Round 1', model: 'mlp', labelCount: 70 });
    expect((await api.rounds.curve({ projectId })).map(({ labels }) => labels)).toEqual([70]);

    await api.scores.compute({ projectId, surrogateId: trained?.id ?? '', names: ['gradient-norm:norm=l1'] });
    const where = { projectId, wantsGpu: true };
    const forGpu = await test.container.db.job.findMany({ where, orderBy: { createdAt: 'asc' } });
    expect(forGpu.map(({ kind }) => kind)).toEqual(['retrain', 'compute-scores']);
  });
});

describe('a surrogate from elsewhere', () => {
  it('scores like the model whose probabilities or logits it brings, in any order with ids', async () => {
    const project = await smallProject();
    const api = test.caller(owner);
    const { surrogateId } = await api.surrogates.train({ ...project, ridge: 0.1 });
    await test.runJobs();
    const { data, rows, columns } = await probabilitiesOf(surrogateId);
    const keys = await test.container.db.example.findMany({
      where: { projectId: project.projectId },
      select: { key: true, row: true },
      orderBy: { key: 'desc' },
    });
    const lines = keys.map(({ key, row }) =>
      [key, ...Array.from(data.subarray(row * columns, (row + 1) * columns), (p) => Math.log(p) + 3)].join(
        ',',
      ),
    );
    const header = ['id', ...Array.from({ length: columns }, (_, k) => `logit ${k}`)].join(',');
    const files = [
      { fileName: 'p.npy', content: Buffer.from(encodeNpy(data, [rows, columns])), values: 'probabilities' },
      { fileName: 'z.csv', content: Buffer.from([header, ...lines].join('\n')), values: 'logits' },
    ] as const;
    for (const { fileName, content, values } of files) {
      const { uploadId } = await uploadBytes(test, project.projectId, fileName, content);
      const brought = await api.surrogates.importExternal({
        ...project,
        name: fileName,
        uploadId,
        fileName,
        values,
      });
      await test.runJobs();
      const view = await api.surrogates.get({ ...project, surrogateId: brought.surrogateId });
      expect(view.error).toBeNull();
      expect(view).toMatchObject({ state: 'done', model: 'external' });
      const own = await api.surrogates.get({ ...project, surrogateId });
      expect(view.metrics?.test?.error).toEqual(own.metrics?.test?.error);
      for (const name of ['entropy', 'gini']) {
        const expected = await scoresOf(surrogateId, name);
        const actual = await scoresOf(brought.surrogateId, name);
        actual.data.forEach((value, row) => {
          expect(Math.abs(value - (expected.data[row] ?? NaN)), `${name}, row ${row}`).toBeLessThan(1e-5);
        });
      }
    }
  });

  it.each([
    ['too few rows', [[0.5, 0.5]], 'speaks of 1 of 3 examples'],
    ['other columns', [[1], [1], [1]], '1 columns; the project has 2 classes'],
    [
      'no distribution',
      [
        [0.5, 0.5],
        [0.5, 0.6],
        [0, 1],
      ],
      'row 1: the probabilities sum to 1.1',
    ],
  ])('is refused with %s', async (_, values, message) => {
    const { id: projectId } = await test.createProject(owner, { modality: 'features' });
    const api = test.caller(owner);
    const features = { data: new Float32Array(3), rows: 3, columns: 1 };
    const matrixBlob = `projects/${projectId}/features/x`;
    await test.container.matrices.write(matrixBlob, features);
    const { id: featureSetId } = await test.container.db.featureSet.create({
      data: {
        projectId,
        extractor: 'uploaded',
        configuration: {},
        key: 'x',
        rows: 3,
        dimension: 1,
        matrixBlob,
        state: 'done',
      },
    });
    const content = Buffer.from(
      ['a,b'.slice(0, 2 * (values[0]?.length ?? 0) - 1), ...values.map((row) => row.join(','))].join('\n'),
    );
    const { uploadId } = await uploadBytes(test, projectId, 'p.csv', content);
    const request = {
      projectId,
      featureSetId,
      name: 'p',
      uploadId,
      fileName: 'p.csv',
      values: 'probabilities' as const,
    };
    const { surrogateId } = await api.surrogates.importExternal(request);
    await test.runJobs();
    const view = await api.surrogates.get({ projectId, surrogateId });
    expect(view.state).toBe('failed');
    expect(view.error?.message).toContain(message);
  });
});
