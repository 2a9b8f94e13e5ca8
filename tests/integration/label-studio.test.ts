import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import * as hookRoute from '@/app/api/hooks/[connectionId]/route';
import * as modelRoute from '@/app/api/ml/[projectId]/[[...call]]/route';
import { webProcess } from '@/server/api/web-process';
import { runIngest, uploadBytes } from '../support/ingest';
import { installLabelStudio, RealLabelStudio } from '../support/label-studio';
import type { ThereTask } from '../support/label-studio-project';
import { classOf, clothes, LabelStudioProject } from '../support/label-studio-project';
import { serveRoutes } from '../support/serve-routes';
import { createTestContainer } from '../support/test-container';
import { useAsWebProcess } from '../support/web-process';
import { makeZip } from '../support/zip';

/** The newest release with its own kind of token, and one of before they existed. */
const RELEASES = [
  { version: '1.23.2', token: 'personal' },
  { version: '1.16.0', token: 'legacy' },
] as const;

const THERE = 48;
const LABELED = 18;
const ONLY_HERE = 4;
const BUDGET = 10;

// What Label Studio itself calls: the address of its events, and that of the model.
const server = await serveRoutes((request) => {
  const [, , kind, id = '', ...call] = new URL(request.url).pathname.split('/');
  if (kind === 'hooks') return hookRoute.POST(request, { params: Promise.resolve({ connectionId: id }) });
  const answer = request.method === 'GET' ? modelRoute.GET : modelRoute.POST;
  return answer(request, { params: Promise.resolve({ projectId: id, call }) });
});
const world = await createTestContainer({ env: { url: server.url } });
useAsWebProcess(world);
afterAll(async () => {
  await server.stop();
  await (await webProcess()).container.db.$disconnect();
  await world.close();
});

for (const { version, token } of RELEASES) {
  const installed = await installLabelStudio(version);
  if ('missing' in installed) {
    // So that the report names what was not tried.
    describe(`Label Studio ${version}`, () => it.skip(installed.missing, () => {}));
    continue;
  }
  describe(`Label Studio ${version} with a ${token} token`, () => {
    let studio: RealLabelStudio;
    beforeAll(async () => {
      studio = await RealLabelStudio.start(installed.python);
    }, 480_000);
    afterAll(() => studio.stop());

    it('is connected, pulled, pushed to in order, heard, served with predictions, and left as it was', async () => {
      const owner = await world.createUser();
      const api = world.caller(owner);
      const { id: projectId } = await world.createProject(owner, { modality: 'image', classes: [] });

      // Their project, with images that it serves itself, and the first labels.
      const [newcomer, ...pictures] = await clothes(1 + THERE + ONLY_HERE);
      if (!newcomer) throw new Error('No pictures.');
      const there = await LabelStudioProject.create(studio, 'Things', pictures.slice(0, THERE));
      const [first, second, ...others] = await there.tasks();
      if (!first || !second) throw new Error('No tasks.');
      await there.annotate(first, { was_cancelled: true });
      await there.annotate(second, { ground_truth: true });
      for (const task of others.slice(0, LABELED)) await there.annotate(task);

      // Connect and pull.
      const address = {
        projectId,
        platform: 'label-studio',
        baseUrl: studio.url,
        token: token === 'legacy' ? studio.legacyToken : await studio.personalToken(),
        allowPrivate: true,
      };
      expect(await api.platforms.check(address)).toMatchObject({
        version,
        projects: [{ id: String(there.id), title: 'Things', tasks: THERE }],
      });
      await api.platforms.connect({ ...address, externalProject: String(there.id) });
      const { matches } = await api.platforms.classes({ projectId });
      const classByChoice = Object.fromEntries(matches.map(({ choice, className }) => [choice, className]));
      expect(classByChoice).toEqual({ Trouser: 'Trouser', Sneaker: 'Sneaker', Bag: 'Bag' });
      await api.platforms.saveClasses({ projectId, classByChoice });
      const done = async ({ jobId }: { jobId: string }) => {
        await world.runJobs();
        expect(await api.jobs.get({ projectId, jobId })).toMatchObject({ state: 'done', error: null });
      };
      for (let times = 0; times < 2; times++) {
        await done(await api.platforms.pull({ projectId, groundTruth: 'test' }));
      }
      expect(await api.projects.get({ projectId })).toMatchObject({
        exampleCount: THERE,
        splits: {
          pool: { examples: THERE - LABELED - 1 },
          seed: { examples: LABELED },
          test: { examples: 1, labeled: 1 },
        },
      });
      const [labels] = await api.annotations.batches({ projectId });
      expect(labels).toMatchObject({ size: LABELED, labeled: LABELED, medianSeconds: 3.5 });

      // Images that only Winnow has.
      const ownFiles = pictures.slice(THERE).map(({ name, bytes }) => ({ path: name, bytes }));
      const source = await uploadBytes(world, projectId, 'own.zip', await makeZip(ownFiles));
      const split = { by: 'fixed' as const, split: 'pool' as const };
      await runIngest(world, { projectId, user: owner }, { format: 'zip', source, split, addClasses: false });

      // Train, score, select, push.
      const pixels = { projectId, extractor: 'pixels', configuration: {} };
      const { featureSetId } = await api.features.start(pixels);
      await world.runJobs();
      await api.surrogates.train({ projectId, featureSetId });
      await world.runJobs();
      const push = async () => {
        const [score] = (await api.scores.list({ projectId })).filter(({ name }) => name === 'entropy');
        const selection = { projectId, scoreSetId: score?.id ?? '', scheme: 'top', budget: BUDGET };
        const { selectionId } = await api.selections.create(selection);
        const { batchId } = await api.selections.sendToLabeling({ projectId, selectionId });
        await done(await api.platforms.push({ projectId, batchId, showGuess: true }));
        return batchId;
      };
      const inOrder = async (batchId: string) => {
        const items = await api.annotations.items({ projectId, batchId, from: 0, limit: 200 });
        const links = await world.container.db.platformTask.findMany({
          where: { connection: { projectId } },
        });
        const taskOf = new Map(links.map(({ key, taskId }) => [key, Number(taskId)]));
        return items.map(({ example }) => taskOf.get(example.key));
      };
      const idsOf = (tasks: readonly ThereTask[] | null) => tasks?.map(({ id }) => id);
      const known = new Set(idsOf(await there.tasks()));
      const firstBatch = await push();
      const list = await there.labelNext();
      expect(list).toHaveLength(BUDGET);
      expect(idsOf(list)).toEqual(await inOrder(firstBatch));
      expect(await there.nextTask()).toBe(list?.[0]?.id);

      // Their annotators label it; Winnow hears of each answer, and begins the next round by itself.
      expect(await api.platforms.listen({ projectId })).toBeNull();
      await api.platforms.setRetrainAlone({ projectId, retrainAlone: true });
      for (const task of list ?? []) await there.annotate(task);
      await vi.waitFor(
        async () => {
          await world.runJobs();
          const batch = await api.annotations.batch({ projectId, batchId: firstBatch });
          expect(batch).toMatchObject({ labeled: BUDGET, open: 0 });
        },
        { timeout: 30_000, interval: 250 },
      );
      expect((await api.platforms.listening({ projectId }))?.heardAt).toBeInstanceOf(Date);
      expect((await api.rounds.list({ projectId })).at(-1)).toMatchObject({ number: 1, step: 'measured' });

      // The next batch has a version of its own, and its order.
      const secondBatch = await push();
      const [newer, older] = await api.platforms.pushes({ projectId });
      expect(newer?.modelVersion).not.toBe(older?.modelVersion);
      expect(await there.modelVersion()).toBe(newer?.modelVersion);
      expect(idsOf(await there.labelNext())).toEqual(await inOrder(secondBatch));

      // Winnow as their model, with the wrong password and the right one; and a task that came after the pull.
      await there.add([newcomer]);
      const access = await api.platforms.createModelPassword({ projectId });
      await expect(there.connectModel({ ...access, password: 'wrong' })).rejects.toThrow(/authentication/i);
      const { id: modelId } = await there.connectModel(access);
      const connected = await there.model(modelId);
      expect(connected.state).toBe('CO');
      expect(connected.model_version).toContain('winnow-model-round-1-');
      await there.retrievePredictions();
      const predicted = await there.tasks();
      const predictions = predicted.flatMap((task) => {
        const ofModel = task.predictions.filter((one) => one.model_version === connected.model_version);
        expect(ofModel).toHaveLength(1);
        return ofModel.map(({ score, result }) => ({
          score,
          right: result[0]?.value.choices[0] === classOf(task),
        }));
      });
      expect(predictions.every(({ score }) => score >= 1 / 3 && score <= 1)).toBe(true);
      expect(predictions.filter(({ right }) => right).length).toBeGreaterThan(0.8 * predicted.length);
      expect(idsOf(await there.labelNext())).toEqual(await inOrder(secondBatch));

      // Start Training there, with half of the batch labeled: another model, and so another version.
      for (const task of (await there.labelNext())?.slice(0, BUDGET / 2) ?? []) await there.annotate(task);
      await there.train(modelId);
      await vi.waitFor(
        async () => {
          await world.runJobs();
          expect((await api.rounds.list({ projectId })).at(-1)).toMatchObject({
            number: 2,
            step: 'measured',
          });
        },
        { timeout: 30_000, interval: 250 },
      );
      await there.retrievePredictions();
      const { model_version: retrained } = await there.model(modelId);
      expect(retrained).toContain('winnow-model-round-2-');

      // Undo: what people have answered stays, and so do predictions that they asked for.
      for (const { id: pushId } of [newer, older].flatMap((one) => one ?? [])) {
        await done(await api.platforms.undoPush({ projectId, pushId }));
      }
      expect(await there.labelNext()).toBeNull();
      const after = await there.tasks();
      const leftOver = after.flatMap((task) => task.predictions.map((one) => one.model_version));
      expect(new Set(leftOver)).toEqual(new Set([connected.model_version, retrained]));
      expect(idsOf(after)).toEqual(expect.arrayContaining([...known]));
      const own = after.filter(({ id, data }) => !known.has(id) && !data.image.includes(newcomer.name));
      expect(own.every(({ annotations }) => annotations.length > 0)).toBe(true);
      expect(await there.modelVersion()).toBe('');
    }, 300_000);
  });
}
