import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Argilla, argilla } from '@/server/platforms/argilla/argilla';
import type { ProjectTarget } from '@/server/platforms/annotation-platform';
import type { PlatformWorld } from '../support/annotation-platform-conformance';
import { ARGILLA_KEY, ArgillaStandIn } from '../support/argilla-stand-in';
import { argillaStandIn, askArgilla, realArgilla } from '../support/argilla-worlds';

/** One red pixel. */
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==',
  'base64',
);

describe.each([
  ['the stand-in', argillaStandIn],
  ['the real one (WINNOW_TEST_ARGILLA_URL and _KEY)', realArgilla],
] as const)('Argilla, %s', (_name, open) => {
  let world: PlatformWorld;
  let of: ProjectTarget;
  const begin = async (how: { image?: boolean } = {}) => {
    if (!open) throw new Error('Skipped before.');
    world = await open(how);
    const { target } = await world.platform.describeProject(world.project);
    of = { project: world.project, target };
  };
  afterEach(() => open && world.stop());

  it.skipIf(!open)('leaves metadata and suggestions of others as they are', async () => {
    await begin();
    const { baseUrl, token } = world.address;
    const ask = askArgilla(baseUrl, token);
    const { items: questions } = (await ask('GET', `datasets/${world.project}/questions`)) as {
      items: { id: string }[];
    };
    const [id = ''] = await world.addTasks(['one']);
    const suggestion = { question_id: questions[0]?.id, value: 'ham', agent: 'somebody-else' };
    const items = [{ id, metadata: { source: 'mail' }, suggestions: [suggestion] }];
    await ask('PUT', `datasets/${world.project}/records/bulk`, { items });
    const record = async () =>
      (await ask('GET', `records/${id}`)) as { metadata: unknown; suggestions: unknown[] };
    await world.platform.pushPredictions(of, 'winnow-1-aa', [{ taskId: id, score: 0.5, choice: 'spam' }]);
    expect(await record()).toMatchObject({
      metadata: { source: 'mail', winnow_batch: 'winnow-1-aa', winnow_order: 500_000_000 },
      suggestions: [{ value: 'ham', agent: 'somebody-else' }],
    });
    await world.platform.pushPredictions(of, 'winnow-2-bb', [{ taskId: id, score: 0.25, choice: null }]);
    await world.platform.removePredictions(world.project, 'winnow-1-aa');
    expect(await world.shown('winnow-2-bb')).toEqual([id]);
    await world.platform.removePredictions(world.project, 'winnow-2-bb');
    expect(await record()).toMatchObject({
      metadata: { source: 'mail' },
      suggestions: [{ value: 'ham', agent: 'somebody-else' }],
    });
  });

  it.skipIf(!open)('shows no guess of an earlier push where the newer one has none', async () => {
    await begin();
    const [id = ''] = await world.addTasks(['one']);
    await world.platform.pushPredictions(of, 'winnow-1-aa', [{ taskId: id, score: 0.5, choice: 'spam' }]);
    expect(await world.guess(id)).toBe('spam');
    await world.platform.pushPredictions(of, 'winnow-2-bb', [{ taskId: id, score: 0.5, choice: null }]);
    expect(await world.guess(id)).toBeNull();
    expect(await world.platform.countPredictions(world.project, 'winnow-1-aa')).toBe(0);
  });

  it.skipIf(!open)('takes images into records and gives them back', async () => {
    await begin({ image: true });
    expect(of.target).toMatchObject({ modality: 'image', dataKey: 'image' });
    const origin = { exampleKey: 'red.png', pushId: 'push-1' };
    const id = await world.platform.importImage(of, { origin, fileName: 'red.png', bytes: PNG });
    const [task] = await world.platform.tasks(of, [id]);
    if (!task) throw new Error('The record is not there.');
    expect(task.origin).toEqual(origin);
    expect(await world.platform.media(task, 1000)).toEqual(PNG);
    const bytes = Buffer.concat([PNG, Buffer.alloc(4_000_000)]);
    await expect(
      world.platform.importImage(of, { origin, fileName: 'large.png', bytes }),
    ).rejects.toMatchObject({ code: 'too-large' });
  });

  it.skipIf(!open)('makes no record of the same example twice for one push', async () => {
    await begin();
    const texts = [{ origin: { exampleKey: 'a', pushId: 'push-1' }, text: 'once' }];
    await world.platform.importTexts(of, texts);
    await expect(world.platform.importTexts(of, texts)).rejects.toThrow(/same external ids/);
    expect((await world.platform.describeProject(world.project)).tasks).toBe(1);
  });
});

describe('the verdict says what is wrong and what to do', () => {
  let stand: ArgillaStandIn;
  beforeEach(async () => {
    stand = await new ArgillaStandIn().start();
  });
  afterEach(() => stand.stop());
  const reach = () =>
    new Argilla({ baseUrl: stand.url, token: ARGILLA_KEY, allowPrivate: true, allowPrivateMedia: false });

  it('a version that is too old', async () => {
    stand.version = '2.3.1';
    await expect(reach().check()).rejects.toMatchObject({
      message: expect.stringContaining('2.3.1') as string,
      remedy: expect.stringContaining('Update Argilla') as string,
    });
  });

  it('the key of an annotator', async () => {
    stand.role = 'annotator';
    await expect(reach().check()).rejects.toThrow(/sees nobody else’s answers/);
  });

  it('a draft, a question with several labels, fields of other kinds', async () => {
    stand.status = 'draft';
    expect(await reach().listProjects()).toEqual([]);
    await expect(reach().describeProject(stand.dataset)).rejects.toThrow(/is a draft/);
    stand.fields = [{ name: 'chat', settings: { type: 'chat' } }];
    await expect(reach().describeProject(stand.dataset)).rejects.toThrow(/nothing that Winnow can read/);
    stand.question.settings.type = 'multi_label_selection';
    await expect(reach().describeProject(stand.dataset)).rejects.toThrow(/several labels/);
    stand.question.settings.type = 'rating';
    await expect(reach().describeProject(stand.dataset)).rejects.toThrow(/no label question/);
  });
});

it('ignores events of other datasets', () => {
  const event = { type: 'response.updated', data: { record: { id: 'r', dataset: { id: 'mine' } } } };
  expect(argilla.readEvent(event, 'mine')).toEqual({ tasks: ['r'], trains: false });
  expect(argilla.readEvent(event, 'other')).toBeNull();
  expect(argilla.readEvent({ ...event, type: 'record.updated' }, 'mine')).toBeNull();
});

it('leads annotators to the batch in its order', () => {
  const pushed = { viewId: 'a,b', modelVersion: 'winnow-3-1f0c92aa' };
  const { searchParams } = new URL(argilla.listUrl('https://argilla.test', 'id', pushed));
  expect(Object.fromEntries(searchParams)).toMatchObject({
    metadata: 'winnow_batch.winnow-3-1f0c92aa',
    sort: 'metadata.winnow_order.asc',
  });
});
