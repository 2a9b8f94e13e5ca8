import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeGrayPng } from '@/server/images/encode-gray-png';
import { sampleImages } from '../support/idx';
import { runIngest, uploadBytes } from '../support/ingest';
import { installLabelStudio, RealLabelStudio } from '../support/label-studio';
import type { TestContainer } from '../support/test-container';
import { createTestContainer } from '../support/test-container';
import { makeZip } from '../support/zip';

/** The newest release with its own kind of token, and one of before they existed. */
const RELEASES = [
  { version: '1.23.2', token: 'personal' },
  { version: '1.16.0', token: 'legacy' },
] as const;

const CONFIG = `<View><Image name="image" value="$image"/>
  <Choices name="label" toName="image" choice="single">
    <Choice value="Trouser"/><Choice value="Sneaker"/><Choice value="Bag"/></Choices></View>`;
const NAMES: Readonly<Record<number, string>> = { 1: 'Trouser', 7: 'Sneaker', 8: 'Bag' };
const THERE = 90;
const ONLY_HERE = 10;
const BUDGET = 20;

interface Task {
  id: number;
  data: { image: string };
  annotations: { id: number }[];
  predictions: { model_version: string; score: number }[];
}

/** Images of three classes; the class is part of the file name. */
async function pictures(): Promise<{ name: string; bytes: Buffer }[]> {
  const { pixels, labels } = await sampleImages(0, 600);
  const chosen = labels
    .flatMap((label, index) => (label in NAMES ? [index] : []))
    .slice(0, THERE + ONLY_HERE);
  return Promise.all(
    chosen.map(async (index) => ({
      name: `${NAMES[labels[index] ?? 0]}-${index}.png`,
      bytes: await encodeGrayPng(pixels.subarray(index * 784, (index + 1) * 784), 28, 28),
    })),
  );
}

for (const { version, token } of RELEASES) {
  const installed = await installLabelStudio(version);
  if ('missing' in installed) {
    // So that the report names what was not tried.
    describe(`Label Studio ${version}`, () => it.skip(installed.missing, () => {}));
    continue;
  }
  describe(`Label Studio ${version} with a ${token} token`, () => {
    let real: RealLabelStudio;
    let world: TestContainer;
    beforeAll(async () => {
      [real, world] = await Promise.all([RealLabelStudio.start(installed.python), createTestContainer()]);
    }, 480_000);
    afterAll(async () => {
      await real.stop();
      await world.close();
    });

    const tasksOf = async (project: number, view?: string) => {
      const parameters = `project=${project}&page=1&page_size=500&fields=all${view ? `&view=${view}` : ''}`;
      return (await real.call<{ tasks: Task[] }>('GET', `api/tasks/?${parameters}`)).tasks;
    };
    const annotate = (task: Task, more: object = {}) => {
      const choice = /(Trouser|Sneaker|Bag)/.exec(task.data.image)?.[0] ?? 'Bag';
      const value = { choices: [choice] };
      const result = [{ from_name: 'label', to_name: 'image', type: 'choices', value }];
      return real.call('POST', `api/tasks/${task.id}/annotations/`, { result, lead_time: 3.5, ...more });
    };

    it('is connected, pulled, trained on, pushed to in order, labeled, pushed to again, and left as it was', async () => {
      const owner = await world.createUser();
      const api = world.caller(owner);
      const { id: projectId } = await world.createProject(owner, { modality: 'image', classes: [] });
      const images = await pictures();

      // Their project, with images that it serves itself, and the first labels.
      const project = await real.call<{ id: number }>('POST', 'api/projects/', {
        title: 'Things',
        label_config: CONFIG,
      });
      const form = new FormData();
      for (const { name, bytes } of images.slice(0, THERE)) {
        form.append(name, new Blob([new Uint8Array(bytes)]), name);
      }
      await real.call('POST', `api/projects/${project.id}/import`, form);
      const [first, second, ...others] = await tasksOf(project.id);
      if (!first || !second) throw new Error('No tasks.');
      await annotate(first, { was_cancelled: true });
      await annotate(second, { ground_truth: true });
      for (const task of others.slice(0, 24)) await annotate(task);

      // Connect and pull.
      const address = {
        projectId,
        platform: 'label-studio',
        baseUrl: real.url,
        token: token === 'legacy' ? real.legacyToken : await real.personalToken(),
        allowPrivate: true,
      };
      expect(await api.platforms.check(address)).toMatchObject({
        version,
        projects: [{ id: String(project.id), title: 'Things', tasks: THERE }],
      });
      await api.platforms.connect({ ...address, externalProject: String(project.id) });
      const { matches } = await api.platforms.classes({ projectId });
      const classByChoice = Object.fromEntries(matches.map(({ choice, className }) => [choice, className]));
      expect(classByChoice).toEqual({ Trouser: 'Trouser', Sneaker: 'Sneaker', Bag: 'Bag' });
      await api.platforms.saveClasses({ projectId, classByChoice });
      const pull = async () => {
        const { jobId } = await api.platforms.pull({ projectId, groundTruth: 'test' });
        await world.runJobs();
        expect(await api.jobs.get({ projectId, jobId })).toMatchObject({ state: 'done', error: null });
      };
      await pull();
      await pull();
      expect(await api.projects.get({ projectId })).toMatchObject({
        exampleCount: THERE,
        splits: { pool: { examples: THERE - 25 }, seed: { examples: 24 }, test: { examples: 1, labeled: 1 } },
      });
      const [labels] = await api.annotations.batches({ projectId });
      expect(labels).toMatchObject({ size: 24, labeled: 24, medianSeconds: 3.5 });

      // Images that only Winnow has.
      const own = images.slice(THERE).map(({ name, bytes }) => ({ path: name, bytes }));
      const source = await uploadBytes(world, projectId, 'own.zip', await makeZip(own));
      const split = { by: 'fixed' as const, split: 'pool' as const };
      await runIngest(world, { projectId, user: owner }, { format: 'zip', source, split, addClasses: false });

      // Train, score, select, push.
      const { featureSetId } = await api.features.start({
        projectId,
        extractor: 'pixels',
        configuration: {},
      });
      await world.runJobs();
      await api.surrogates.train({ projectId, featureSetId });
      await world.runJobs();
      const push = async () => {
        const [score] = (await api.scores.list({ projectId })).filter(({ name }) => name === 'entropy');
        const selection = { projectId, scoreSetId: score?.id ?? '', scheme: 'top', budget: BUDGET };
        const { selectionId } = await api.selections.create(selection);
        const round = await api.selections.sendToLabeling({ projectId, selectionId });
        const { batchId } = round;
        const { jobId } = await api.platforms.push({ projectId, batchId, showGuess: true });
        await world.runJobs();
        expect(await api.jobs.get({ projectId, jobId })).toMatchObject({ state: 'done', error: null });
        return round;
      };
      const inOrder = async (batchId: string) => {
        const items = await api.annotations.items({ projectId, batchId, from: 0, limit: 200 });
        const links = await world.container.db.platformTask.findMany({
          where: { connection: { projectId } },
        });
        const taskOf = new Map(links.map(({ key, taskId }) => [key, Number(taskId)]));
        return items.map(({ example }) => taskOf.get(example.key));
      };
      const listed = async () => {
        const views = await real.call<{ id: number; data: { title: string } }[]>(
          'GET',
          `api/dm/views/?project=${project.id}`,
        );
        const [view] = views.filter(({ data }) => data.title === 'Label next (Winnow)');
        return view ? tasksOf(project.id, String(view.id)) : null;
      };
      const before = await tasksOf(project.id);
      const firstRound = await push();
      const batch = await listed();
      expect(batch?.map(({ id }) => id)).toEqual(await inOrder(firstRound.batchId));
      expect(batch).toHaveLength(BUDGET);

      // Their annotators label it; Winnow learns of it, retrains, and pushes anew.
      for (const task of batch ?? []) await annotate(task);
      await pull();
      const [labeled] = await api.annotations.batches({ projectId });
      expect(labeled).toMatchObject({ id: firstRound.batchId, labeled: BUDGET, open: 0 });
      await api.rounds.retrain({ projectId, roundId: firstRound.roundId });
      await world.runJobs();
      const secondRound = await push();
      const [newer, older] = await api.platforms.pushes({ projectId });
      expect(newer?.modelVersion).not.toBe(older?.modelVersion);
      expect(await real.call('GET', `api/projects/${project.id}/`)).toMatchObject({
        model_version: newer?.modelVersion,
      });
      expect((await listed())?.map(({ id }) => id)).toEqual(await inOrder(secondRound.batchId));

      // Undo.
      for (const { id: pushId } of [newer, older].flatMap((one) => one ?? [])) {
        await api.platforms.undoPush({ projectId, pushId });
        await world.runJobs();
      }
      expect(await listed()).toBeNull();
      const after = await tasksOf(project.id);
      expect(after.every(({ predictions }) => predictions.length === 0)).toBe(true);
      expect(after.map(({ id }) => id)).toEqual(expect.arrayContaining(before.map(({ id }) => id)));
      // What people have answered stays.
      expect(after.filter(({ id }) => before.every((task) => task.id !== id))).toSatisfy((made: Task[]) =>
        made.every(({ annotations }) => annotations.length > 0),
      );
      expect(await real.call('GET', `api/projects/${project.id}/`)).toMatchObject({ model_version: '' });
    }, 300_000);
  });
}
