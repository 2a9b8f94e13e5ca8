import { readFile } from 'node:fs/promises';
import { afterAll, expect, test } from 'vitest';
import { ingestBytes } from '../support/ingest';
import { createTestContainer } from '../support/test-container';

const world = await createTestContainer();
afterAll(() => world.close());
const owner = await world.createUser('Olga');
const api = world.caller(owner);

const BUDGET = 30;

test('real e-mails, from the zip to the measured round', async () => {
  const { id: projectId } = await world.createProject(owner, { modality: 'text', classes: [] });
  const zip = await readFile(new URL('../support/mails/mails.zip', import.meta.url));
  const { view } = await ingestBytes(world, { projectId, user: owner }, 'mails.zip', zip, {
    format: 'zip',
    split: { by: 'random', seedShare: 0.125, testShare: 0.375, seed: 1 },
  });
  // What Python's UTF-8 codec says of the 160 files: 11 are not.
  expect(view).toMatchObject({ acceptedCount: 160, rejectedCount: 0, recodedCount: 11 });
  const { splits, classes } = await api.projects.get({ projectId });
  expect(classes).toEqual(['ham', 'spam']);
  expect(splits).toMatchObject({ seed: { examples: 20 }, pool: { examples: 80 }, test: { examples: 60 } });

  const configuration = { dimensions: '512' };
  const { featureSetId } = await api.features.start({ projectId, extractor: 'tfidf', configuration });
  await world.runJobs();
  const [features] = await api.features.list({ projectId });
  expect(features).toMatchObject({
    state: 'done',
    rows: 160,
    dimension: 512,
    title: 'Words and letters (TF-IDF)',
  });

  const { surrogateId } = await api.surrogates.train({ projectId, featureSetId });
  await world.runJobs();
  const scoreSet = (await api.scores.list({ projectId })).find(({ name }) => name === 'gradient-norm');
  const scoreSetId = scoreSet?.id ?? '';
  const [group] = await api.examples.percentiles({ projectId, scoreSetId, perGroup: 3 });
  expect(group?.examples.every(({ text, thumbnailUrl }) => text !== null && thumbnailUrl === null)).toBe(
    true,
  );

  const request = { projectId, scoreSetId, scheme: 'gradient-cdf', budget: BUDGET };
  expect((await api.selections.preview(request)).examples[0]?.text?.excerpt).toMatch(/\S/);
  const { selectionId } = await api.selections.create(request);
  const { batchId, roundId } = await api.selections.sendToLabeling({ projectId, selectionId });
  for (const { example } of await api.annotations.items({ projectId, batchId, limit: BUDGET })) {
    const label = example.key.startsWith('spam/') ? 1 : 0;
    await api.annotations.answer({ projectId, batchId, row: example.row, label, seconds: 2 });
  }
  await api.rounds.retrain({ projectId, roundId });
  await world.runJobs();

  const [seed, first] = await api.rounds.curve({ projectId });
  expect([seed?.labels, first?.labels]).toEqual([20, 20 + BUDGET]);
  const surrogate = await api.surrogates.get({ projectId, surrogateId });
  expect(surrogate.metrics?.test?.examples).toBe(60);
  // Far below the half that guessing gets wrong.
  expect(first?.high).toBeLessThan(0.4);
});
