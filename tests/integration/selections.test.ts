import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SCHEMES } from '@/lib/selections/registry';
import { downloadSelectionCsv } from '@/server/api/http/selection-files';
import type { SessionUser } from '@/server/api/trpc';
import { webProcess } from '@/server/api/web-process';
import type { FashionProject } from '../support/fashion-project';
import { createFashionProject } from '../support/fashion-project';
import { createTestContainer } from '../support/test-container';
import type { TestContainer } from '../support/test-container';
import { cookiesOf, useAsWebProcess, WEB_URL } from '../support/web-process';

const SEED = 60;
const POOL = 200;

let test: TestContainer;
let owner: SessionUser;
let viewer: SessionUser;
/** read by all tests, changed by none */
let shared: Scored;

beforeAll(async () => {
  test = await createTestContainer();
  useAsWebProcess(test);
  owner = await test.createUser('Olga');
  viewer = await test.createUser('Vera');
  shared = await createScored();
});
afterAll(async () => {
  await (await webProcess()).container.db.$disconnect();
  await test.close();
});

interface Scored extends FashionProject {
  /** id of the score set, by its name */
  readonly scoreSets: Readonly<Record<string, string>>;
}

async function createScored(): Promise<Scored> {
  const project = await createFashionProject(
    test,
    owner,
    { seed: SEED, pool: POOL, test: 50, seedLabels: true },
    [{ user: viewer, role: 'viewer' }],
  );
  const api = test.caller(owner);
  await api.surrogates.train({ ...project, ridge: 0.1 });
  await test.runJobs();
  const scores = await api.scores.list(project);
  return { ...project, scoreSets: Object.fromEntries(scores.map(({ name, id }) => [name, id])) };
}

async function scoresOf({ scoreSets }: Scored, name: string): Promise<Float32Array> {
  const { matrixBlob } = await test.container.db.scoreSet.findUniqueOrThrow({
    where: { id: scoreSets[name] },
  });
  return (await test.container.matrices.read(matrixBlob ?? '')).data;
}

async function chosenBytes(selectionId: string): Promise<Buffer> {
  const { chosenBlob } = await test.container.db.selection.findUniqueOrThrow({ where: { id: selectionId } });
  return test.container.blobs.get(chosenBlob);
}

/** In order of choice: the first of three float64 values each, after a header of a multiple of 64 bytes. */
async function chosenRows(selectionId: string): Promise<number[]> {
  const { budget } = await test.container.db.selection.findUniqueOrThrow({ where: { id: selectionId } });
  const bytes = await chosenBytes(selectionId);
  return Array.from({ length: budget }, (_, index) =>
    bytes.readDoubleLE(bytes.length - (budget - index) * 24),
  );
}

/** row, key, inclusion probability and weight, as the CSV has them */
async function csvOf(projectId: string, selectionId: string): Promise<string[][]> {
  const request = new Request(`${WEB_URL}/`, { headers: { cookie: await cookiesOf(test, viewer) } });
  const response = await downloadSelectionCsv(request, {
    params: Promise.resolve({ projectId, selectionId }),
  });
  expect(response.status).toBe(200);
  const [header, ...lines] = (await response.text()).trimEnd().split('\n');
  expect(header).toBe('row,key,inclusion_probability,weight');
  return lines.map((line) => line.split(','));
}

describe('a selection', () => {
  it('by max-gradient is the pool’s largest gradient norms, largest first', async () => {
    const api = test.caller(owner).selections;
    const { projectId, scoreSets } = shared;
    const request = {
      projectId,
      scoreSetId: scoreSets['gradient-norm'] ?? '',
      scheme: 'max-gradient',
      budget: 20,
    };
    const { selectionId } = await api.create(request);
    const norms = await scoresOf(shared, 'gradient-norm');
    const expected = Array.from({ length: POOL }, (_, index) => SEED + index)
      .sort((left, right) => (norms[right] ?? 0) - (norms[left] ?? 0))
      .slice(0, 20);
    const lines = await csvOf(projectId, selectionId);
    expect(lines.map(([row]) => Number(row))).toEqual(expected);
    expect(lines.map(([, key]) => key)).toEqual(expected.map((row) => `pool/${row}.png`));
    expect(lines.every(([, , probability, weight]) => probability === '' && weight === '1')).toBe(true);
  });

  it('by power has inclusion probabilities in proportion to the score’s power, and their inverse as weights', async () => {
    const { projectId, scoreSets } = shared;
    const { selectionId } = await test.caller(owner).selections.create({
      projectId,
      scoreSetId: scoreSets.gini ?? '',
      scheme: 'power',
      parameters: { exponent: 0.5, weighting: 'inverse-probability', mixing: 0 },
      budget: 40,
    });
    const gini = await scoresOf(shared, 'gini');
    const lines = await csvOf(projectId, selectionId);
    const chosen = lines.map(([row, , probability, weight]) => ({
      row: Number(row),
      probability: Number(probability),
      weight: Number(weight),
    }));
    expect(new Set(chosen.map(({ row }) => row)).size).toBe(40);
    const factors = chosen
      .filter(({ probability }) => probability < 1)
      .map(({ row, probability }) => probability / Math.sqrt(gini[row] ?? NaN));
    expect(factors.length).toBeGreaterThan(10);
    for (const factor of factors) expect(factor / (factors[0] ?? NaN)).toBeCloseTo(1, 4);
    for (const { probability, weight } of chosen) expect(weight * probability).toBeLessThanOrEqual(1 + 1e-9);
  });

  it('made again from the same inputs has the same bytes, from another seed others', async () => {
    const api = test.caller(owner).selections;
    const { projectId, scoreSets } = shared;
    const request = {
      projectId,
      scoreSetId: scoreSets['gradient-norm'] ?? '',
      scheme: 'gradient-cdf',
      budget: 30,
    };
    const [first, again, other] = await Promise.all(
      [1, 1, 2].map(async (seed) => chosenBytes((await api.create({ ...request, seed })).selectionId)),
    );
    expect(again?.equals(first ?? Buffer.of())).toBe(true);
    expect(other?.equals(first ?? Buffer.of())).toBe(false);
  });

  it('hangs on the examples’ keys, not on their rows', async () => {
    const reversed = await createFashionProject(test, owner, { seed: SEED, pool: POOL, test: 0 });
    const { projectId } = reversed;
    const last = 2 * SEED + POOL - 1;
    const { db } = test.container;
    await db.$executeRaw`UPDATE "Example" SET "key" = 'new ' || "row" WHERE "projectId" = ${projectId}`;
    await db.$executeRaw`
      UPDATE "Example" SET "key" = 'pool/' || (${last}::int - "row") || '.png' WHERE "projectId" = ${projectId}`;
    const request = { scoreSetId: null, scheme: 'random', budget: 25, seed: 5 };
    const keys = await Promise.all(
      [shared.projectId, projectId].map(async (id) => {
        const { selectionId } = await test.caller(owner).selections.create({ ...request, projectId: id });
        const rows = await chosenRows(selectionId);
        const examples = await db.example.findMany({
          where: { projectId: id, row: { in: rows } },
        });
        const keyOf = new Map(examples.map(({ row, key }) => [row, key]));
        return rows.map((row) => keyOf.get(row));
      }),
    );
    expect(keys[0]).toHaveLength(25);
    expect(keys[1]).toEqual(keys[0]);
  });

  it('leaves out what is labeled, skipped or waits in a batch', async () => {
    const project = await createFashionProject(test, owner, { seed: 0, pool: 10, test: 0 });
    const { projectId } = project;
    const api = test.caller(owner);
    const { batchId } = await api.annotations.createSeedBatch({ projectId, count: 3 });
    const [labeled, skipped] = await api.annotations.items({ projectId, batchId, limit: 3 });
    for (const [item, label] of [
      [labeled, 1],
      [skipped, null],
    ] as const) {
      await api.annotations.answer({ projectId, batchId, row: item?.example.row ?? -1, label, seconds: 1 });
    }
    const request = { projectId, scoreSetId: null, scheme: 'random', budget: 7 };
    expect((await api.selections.preview(request)).available).toBe(7);
    await expect(api.selections.create({ ...request, budget: 8 })).rejects.toMatchObject({
      code: 'BAD_REQUEST',
      message: 'The budget is 8 examples, but only 7 of the pool are left to choose.',
    });
    await api.annotations.undo({ projectId, batchId });
    expect((await api.selections.preview(request)).available).toBe(7);
  });
});

describe('a preview', () => {
  it('tells what the selection will be', async () => {
    const api = test.caller(owner);
    const { projectId, scoreSets } = shared;
    await api.projects.update({ projectId, costPerLabel: 0.25, currency: 'EUR' });
    const request = {
      projectId,
      scoreSetId: scoreSets.entropy ?? '',
      scheme: 'max-gradient',
      budget: 50,
      seed: 3,
    };
    const preview = await api.selections.preview(request);
    expect(preview).toMatchObject({ budget: 50, available: POOL, share: 0.25, cost: 12.5, currency: 'EUR' });
    expect(preview.effectiveSampleSize).toBeCloseTo(50, 9);
    const scores = preview.examples.map(({ score }) => score ?? NaN);
    expect(scores).toEqual([...scores].sort((left, right) => right - left));
    expect(scores).toHaveLength(24);
    const total = (of: 'selected' | 'random') =>
      preview.classBalance?.reduce((sum, entry) => sum + entry[of], 0) ?? NaN;
    expect(total('selected')).toBe(50);
    expect(total('random')).toBeCloseTo(50, 9);
    const bits = preview.classBalance
      ?.filter(({ selected }) => selected > 0)
      .reduce((sum, { selected }) => sum - (selected / 50) * Math.log2(selected / 50), 0);
    expect(preview.predictedEntropy).toBeCloseTo(bits ?? NaN, 9);
    expect(preview.overlapByChance).toBeCloseTo(0.25, 9);
    const random = await api.selections.preview({ ...request, scoreSetId: null, scheme: 'random' });
    expect(random).toMatchObject({ overlapWithRandom: 1, classBalance: null, predictedEntropy: null });
  });

  it('says what is wrong with a request', async () => {
    const api = test.caller(owner).selections;
    const { projectId } = shared;
    const request = { projectId, scoreSetId: null, scheme: 'random', budget: 5 };
    await expect(api.preview({ ...request, scheme: 'best' })).rejects.toMatchObject({
      message: 'There is no scheme named “best”.',
    });
    await expect(api.preview({ ...request, scheme: 'max-gradient' })).rejects.toMatchObject({
      message: 'The scheme “max-gradient” needs scores.',
    });
    await expect(api.preview({ ...request, scoreSetId: 'none' })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    await expect(
      api.preview({
        ...request,
        scheme: 'power',
        scoreSetId: shared.scoreSets.gini ?? '',
        parameters: { exponent: 'high' },
      }),
    ).rejects.toMatchObject({ code: 'BAD_REQUEST', message: /^Parameters of “power”: exponent/ });
  });
});

describe('the registry of schemes', () => {
  it('names the schemes, what they need and their fields', async () => {
    const schemes = await test.caller(viewer).selections.schemes(shared);
    expect(schemes.map(({ name }) => name)).toEqual(SCHEMES.map(({ name }) => name));
    const byName = new Map(schemes.map((scheme) => [scheme.name, scheme]));
    expect(byName.get('gradient-cdf')).toMatchObject({
      family: 'by probability',
      defaultScore: 'gradient-norm',
      needs: [],
      inclusionProbabilities: 'conditional',
      nested: true,
    });
    expect(byName.get('badge')).toMatchObject({
      family: 'diverse',
      defaultScore: null,
      needs: ['probabilities', 'features'],
      inclusionProbabilities: 'none',
    });
    expect(byName.get('power')?.parameters.slice(0, 2)).toMatchObject([
      { kind: 'number', name: 'exponent' },
      { kind: 'choice', name: 'drawing', detail: true },
    ]);
  });
});

describe('schemes that look at more than a score', () => {
  it('choose by the surrogate or the features that the request names, and keep which', async () => {
    const api = test.caller(owner);
    const { projectId } = shared;
    const [surrogate] = await api.surrogates.list(shared);
    const [featureSet] = await api.features.list(shared);
    const request = { projectId, scoreSetId: null, budget: 12 };
    for (const { scheme, source, kept } of [
      {
        scheme: 'badge',
        source: { surrogateId: surrogate?.id },
        kept: { surrogateId: surrogate?.id, featureSetId: featureSet?.id },
      },
      {
        scheme: 'k-center',
        source: { featureSetId: featureSet?.id },
        kept: { surrogateId: null, featureSetId: featureSet?.id },
      },
      { scheme: 'typiclust', source: {}, kept: { surrogateId: null, featureSetId: featureSet?.id } },
      {
        scheme: 'cluster-margin',
        source: { scoreSetId: shared.scoreSets.margin ?? '' },
        kept: { surrogateId: surrogate?.id, featureSetId: featureSet?.id },
      },
    ]) {
      const preview = await api.selections.preview({ ...request, ...source, scheme });
      expect(preview.budget).toBe(12);
      const { selectionId } = await api.selections.create({ ...request, ...source, scheme });
      const selection = await test.container.db.selection.findUniqueOrThrow({ where: { id: selectionId } });
      expect(selection).toMatchObject(kept);
      expect(preview.examples.map(({ row }) => row)).toEqual(await chosenRows(selectionId));
    }
  });

  it('are refused without it, and where they would take too long; Poisson drawing says how many it drew', async () => {
    const api = test.caller(owner).selections;
    const request = { projectId: shared.projectId, scoreSetId: null, scheme: 'badge', budget: 5 };
    await expect(api.preview(request)).rejects.toMatchObject({
      message: 'The scheme “badge” needs a surrogate.',
    });
    await expect(api.preview({ ...request, surrogateId: 'none' })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    await expect(api.preview({ ...request, scheme: 'k-center', featureSetId: 'none' })).rejects.toMatchObject(
      { code: 'NOT_FOUND' },
    );
    const [surrogate] = await test.caller(owner).surrogates.list(shared);
    const slow = {
      ...request,
      scheme: 'influence-biased',
      surrogateId: surrogate?.id,
      parameters: { dimensions: 4096, iterations: 1000 },
    };
    expect((await api.expect(slow)).seconds).toBeGreaterThan(60);
    await expect(api.preview(slow)).rejects.toMatchObject({ message: /would take about \d+ (minute|hour)/ });
    const poisson = await api.preview({
      ...request,
      scheme: 'power',
      scoreSetId: shared.scoreSets.gini ?? '',
      budget: 50,
      parameters: { drawing: 'poisson' },
    });
    expect(poisson.notes[0]).toBe(
      `Poisson drawing chose ${poisson.budget}; 50 ± ${/± (\d+)/.exec(poisson.notes[0] ?? '')?.[1]} were to be expected.`,
    );
  });
});

describe('sending to labeling', () => {
  it('makes one batch, however often and by however many it is asked', async () => {
    const project = await createFashionProject(test, owner, { seed: 5, pool: 30, test: 0, seedLabels: true });
    const { projectId } = project;
    const api = test.caller(owner);
    const request = { projectId, scoreSetId: null, scheme: 'random', budget: 10 };
    const { selectionId } = await api.selections.create(request);
    const sent = await Promise.all(
      [1, 2, 3].map(() => api.selections.sendToLabeling({ projectId, selectionId, controlShare: 0 })),
    );
    expect(new Set(sent.map(({ batchId }) => batchId)).size).toBe(1);
    expect(new Set(sent.map(({ roundId }) => roundId)).size).toBe(1);
    const items = await api.annotations.items({ projectId, batchId: sent[0]?.batchId ?? '', limit: 20 });
    expect(items.map(({ example }) => example.row)).toEqual(await chosenRows(selectionId));
    expect((await api.selections.list({ projectId }))[0]?.batchId).toBe(sent[0]?.batchId);
  });

  it('leaves out what another batch has taken since, and says so where nothing is left', async () => {
    const project = await createFashionProject(test, owner, { seed: 5, pool: 12, test: 0, seedLabels: true });
    const { projectId } = project;
    const api = test.caller(owner);
    const request = { projectId, scoreSetId: null, scheme: 'random', budget: 8 };
    const made = await Promise.all([1, 2, 3].map((seed) => api.selections.create({ ...request, seed })));
    const sent = await Promise.allSettled(
      made.map(({ selectionId }) => api.selections.sendToLabeling({ projectId, selectionId })),
    );
    const items = await test.container.db.batchItem.findMany({ where: { batch: { projectId } } });
    expect(new Set(items.map(({ row }) => row)).size).toBe(items.length);
    expect(items.length).toBeGreaterThan(8);
    for (const batch of await api.annotations.batches({ projectId })) {
      expect(items.filter(({ batchId }) => batchId === batch.id)).toHaveLength(batch.size);
    }
    const refused = sent.filter((result) => result.status === 'rejected');
    for (const { reason } of refused) expect(reason).toMatchObject({ code: 'CONFLICT' });
    const rounds = await api.rounds.list({ projectId });
    expect(rounds.map(({ number }) => number)).toEqual(rounds.map((_, index) => index + 1));
  });
});

describe('roles', () => {
  it('a viewer previews and downloads, a lead selects', async () => {
    const { projectId } = shared;
    const request = { projectId, scoreSetId: null, scheme: 'random', budget: 5 };
    const api = test.caller(viewer).selections;
    expect((await api.preview(request)).budget).toBe(5);
    await expect(api.create(request)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    const { selectionId } = await test.caller(owner).selections.create(request);
    await expect(api.sendToLabeling({ projectId, selectionId })).rejects.toMatchObject({ code: 'FORBIDDEN' });
    const params = Promise.resolve({ projectId, selectionId });
    expect((await downloadSelectionCsv(new Request(WEB_URL), { params })).status).toBe(401);
    const stranger = await cookiesOf(test, await test.createUser('Mallory'));
    const request404 = new Request(WEB_URL, { headers: { cookie: stranger } });
    expect((await downloadSelectionCsv(request404, { params })).status).toBe(404);
  });
});
