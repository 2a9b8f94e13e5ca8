import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ExampleQuery } from '@/lib/contracts/example';
import { createMatrix } from '@/lib/numeric/matrix';
import { sortRowsByValue } from '@/server/datasets/sort-rows';
import { ingestBytes } from '../support/ingest';
import { createTestContainer } from '../support/test-container';

const world = await createTestContainer();
afterAll(() => world.close());
const { container } = world;
const user = await world.createUser();
const api = world.caller(user);
let projectId: string;
let scoreSetId: string;

/** Eight examples: pool 0 to 4, seed 5, test 6 and 7; the last came after the scores. */
const TABLE = [
  'id,label,split,x',
  'Apple,cat,pool,0',
  'banana,dog,pool,1',
  'cherry_10%,,pool,2',
  'date,cat,pool,3',
  'elder,,pool,4',
  'fig,dog,seed,5',
  'grape,cat,test,6',
  'APPLE pie,dog,test,7',
].join('\n');
const SCORES = [0.5, -2, 3, NaN, 0.5, 7, -0];
const PROBABILITIES = [0.9, 0.1, 0.2, 0.8, 0.5, 0.5, 0.4, 0.6, 0.7, 0.3, 1, 0, 0.25, 0.75];

async function addScores(project: string, scores: readonly number[], probabilities: readonly number[]) {
  const rows = scores.length;
  const { db, matrices } = container;
  const set = { projectId: project, configuration: {}, state: 'done' as const };
  const features = await db.featureSet.create({
    data: { ...set, extractor: 'uploaded', key: `f${rows}`, rows },
  });
  const [matrixBlob, probabilitiesBlob] = [
    `projects/${project}/scores${rows}`,
    `projects/${project}/p${rows}`,
  ];
  const surrogate = await db.surrogate.create({
    data: { ...set, featureSetId: features.id, name: 's', key: `s${rows}`, probabilitiesBlob },
  });
  await matrices.write(matrixBlob, createMatrix(Float32Array.from(scores), rows, 1));
  const classes = probabilities.length / rows;
  await matrices.write(probabilitiesBlob, createMatrix(Float32Array.from(probabilities), rows, classes));
  const data = {
    projectId: project,
    surrogateId: surrogate.id,
    name: 'entropy',
    matrixBlob,
    state: 'done' as const,
  };
  return (await db.scoreSet.create({ data })).id;
}

beforeAll(async () => {
  projectId = (await world.createProject(user, { modality: 'features', classes: ['cat', 'dog'] })).id;
  const target = { projectId, user };
  await ingestBytes(world, target, 't.csv', Buffer.from(TABLE), {
    format: 'csv',
    split: { by: 'column', column: 'split' },
  });
  scoreSetId = await addScores(projectId, SCORES, PROBABILITIES);
});

async function rowsOf(query: Partial<ExampleQuery>): Promise<number[]> {
  const { total, items } = await api.examples.list({ projectId, ...query });
  if (query.limit === undefined) expect(items).toHaveLength(total);
  return items.map(({ row }) => row);
}

describe('the list of examples', () => {
  test('is by row, with what is known of each', async () => {
    const { items } = await api.examples.list({ projectId });
    expect(items.map(({ key }) => key)).toEqual(
      TABLE.split('\n')
        .slice(1)
        .map((line) => line.split(',')[0]),
    );
    expect(items[1]).toEqual({
      row: 1,
      key: 'banana',
      split: 'pool',
      label: 1,
      labelSource: 'file',
      width: null,
      height: null,
      thumbnailUrl: null,
      imageUrl: null,
      text: null,
      score: null,
      predicted: null,
      confidence: null,
    });
    expect(items[2]).toMatchObject({ label: null, labelSource: null });
  });

  test.each<[string, Partial<ExampleQuery>, number[]]>([
    ['a split', { split: 'test' }, [6, 7]],
    ['a label', { label: 0 }, [0, 3, 6]],
    ['with a label', { labeled: 'yes' }, [0, 1, 3, 5, 6, 7]],
    ['without one', { labeled: 'no' }, [2, 4]],
    ['a part of the name, whatever its case', { search: 'aPPle' }, [0, 7]],
    ['signs that are wild in SQL', { search: '_10%' }, [2]],
    ['a name that is not there', { search: 'nothing' }, []],
    ['several of these', { split: 'pool', labeled: 'yes', search: 'a' }, [0, 1, 3]],
  ])('filtered by %s', async (_title, query, rows) => {
    expect(await rowsOf(query)).toEqual(rows);
  });

  test('by score, those without one last', async () => {
    expect(await rowsOf({ scoreSetId, order: 'ascending' })).toEqual([1, 6, 0, 4, 2, 5, 3, 7]);
    expect(await rowsOf({ scoreSetId, order: 'descending' })).toEqual([5, 2, 4, 0, 6, 1, 3, 7]);
  });

  test('by pages that together are the whole', async () => {
    const pages = [0, 3, 6].map((offset) => rowsOf({ scoreSetId, order: 'ascending', offset, limit: 3 }));
    expect((await Promise.all(pages)).flat()).toEqual([1, 6, 0, 4, 2, 5, 3, 7]);
  });

  test('filtered by score and prediction', async () => {
    const order = 'ascending' as const;
    expect(await rowsOf({ scoreSetId, order, minimumScore: 0, maximumScore: 3 })).toEqual([6, 0, 4, 2]);
    expect(await rowsOf({ scoreSetId, order, predicted: 1 })).toEqual([1, 6, 3]);
    await expect(rowsOf({ predicted: 1 })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  });

  test('shows score, prediction and confidence', async () => {
    const { items } = await api.examples.list({ projectId, scoreSetId });
    const byRow = new Map(items.map((item) => [item.row, item]));
    expect(byRow.get(1)).toMatchObject({ score: -2, predicted: 1, confidence: Math.fround(0.8) });
    expect(byRow.get(3)).toMatchObject({ score: null, predicted: 1, confidence: Math.fround(0.6) });
    expect(byRow.get(7)).toMatchObject({ score: null, predicted: null, confidence: null });
  });

  test('a score of another project is not found', async () => {
    const { id: other } = await world.createProject(user);
    await expect(api.examples.list({ projectId: other, scoreSetId })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });

  test('answers of people count over labels from file, until they are undone', async () => {
    const { id } = await world.createProject(user, { modality: 'features', classes: ['cat', 'dog'] });
    await ingestBytes(world, { projectId: id, user }, 't.csv', Buffer.from(TABLE), {
      format: 'csv',
      split: { by: 'column', column: 'split' },
    });
    const { batchId } = await api.annotations.createSeedBatch({ projectId: id, count: 5 });
    const [item] = await api.annotations.items({ projectId: id, batchId });
    const row = item?.example.row ?? -1;
    const before = (await api.examples.get({ projectId: id, row })).label;
    const label = before === 0 ? 1 : 0;
    await api.annotations.answer({ projectId: id, batchId, row, label, seconds: 1 });
    expect(await api.examples.get({ projectId: id, row })).toMatchObject({ label, labelSource: 'person' });
    const labeled = await api.examples.list({ projectId: id, label });
    expect(labeled.items.map((example) => example.row)).toContain(row);
    await api.annotations.undo({ projectId: id, batchId });
    expect((await api.examples.get({ projectId: id, row })).label).toBe(before);
  });
});

test('an example that is not there is not found', async () => {
  await expect(api.examples.get({ projectId, row: 8 })).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

test('percentiles show pool examples around them', async () => {
  const groups = await api.examples.percentiles({ projectId, scoreSetId, perGroup: 2 });
  // Pool rows by ascending score: 1 (−2), 0 (0.5), 4 (0.5), 2 (3); row 3 has none.
  expect(
    groups.map(({ percentile, score, examples }) => [percentile, score, examples.map(({ row }) => row)]),
  ).toEqual([
    [99, 3, [2, 4]],
    [95, 3, [2, 4]],
    [50, 0.5, [4, 0]],
    [5, -2, [0, 1]],
  ]);
});

test('sorting by value agrees with the standard sort for any floats', () => {
  const special = fc.constantFrom(0, -0, NaN, Infinity, -Infinity, 1e-45, -1e-45, 3.4028234663852886e38);
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.float(), special), { maxLength: 60 }), (numbers) => {
      const values = Float32Array.from(numbers);
      const expected = [...values.keys()]
        .filter((row) => Number.isFinite(values[row]))
        .sort((one, other) => (values[one] as number) - (values[other] as number) || one - other);
      expect([...sortRowsByValue(values)]).toEqual(expected);
    }),
  );
});
