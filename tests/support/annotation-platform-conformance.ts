import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type {
  AnnotationPlatform,
  PlatformAdapter,
  PlatformTask,
  ProjectTarget,
} from '@/server/platforms/annotation-platform';
import { describePlatformErrors } from './platform-errors-conformance';
import type { StandInServer } from './stand-in-server';

/** A platform with an empty project of texts that are “ham” or “spam”, and what people do there. */
export interface PlatformWorld {
  readonly adapter: PlatformAdapter;
  readonly address: { readonly baseUrl: string; readonly token: string };
  readonly platform: AnnotationPlatform;
  withToken(token: string): AnnotationPlatform;
  readonly project: string;
  readonly unknownProject: string;
  readonly unknownTask: string;
  /** Where a stand-in answers, which can be made to fail. */
  readonly server?: StandInServer;
  addTasks(texts: readonly string[]): Promise<string[]>;
  /** @param answer null: somebody skips it */
  answer(taskId: string, answer: 'ham' | 'spam' | null): Promise<void>;
  /** The tasks of a pushed version as annotators get them. */
  shown(modelVersion: string): Promise<string[]>;
  /** What annotators find chosen. */
  guess(taskId: string): Promise<string | null>;
  /** The addresses that events go to. */
  hooks(): Promise<string[]>;
  eventAbout(taskId: string): unknown;
  /** Sends an event as the platform does; a real one does so by itself as somebody answers. */
  deliver?(event: unknown): Promise<void>;
  stop(): Promise<void>;
}

/** More than any adapter reads with one request. */
const MANY = 130;

/** What every adapter must do, however its platform does it. */
export function describePlatform(name: string, open: () => Promise<PlatformWorld>): void {
  describe(name, () => {
    let world: PlatformWorld;
    let platform: AnnotationPlatform;
    let of: ProjectTarget;

    beforeAll(async () => {
      world = await open();
      ({ platform } = world);
      const { target } = await platform.describeProject(world.project);
      of = { project: world.project, target };
    });
    // Where none could be opened, that is the failure to read.
    afterAll(() => (world as PlatformWorld | undefined)?.stop());

    const allTasks = async (after: string | null = null) => collect(platform.tasksAfter(of, after));
    const one = async (id: string): Promise<PlatformTask> => {
      const [task] = await platform.tasks(of, [id]);
      if (!task) throw new Error(`There is no task ${id}.`);
      return task;
    };

    test('says what it is and who asks, and refuses a token with a remedy', async () => {
      const { version, user } = await platform.check();
      expect(version).toMatch(/^\d+\.\d+/);
      expect(user).not.toBe('');
      await expect(world.withToken('wrong').check()).rejects.toMatchObject({
        code: 'bad-input',
        message: expect.stringContaining('does not accept this token') as string,
        remedy: expect.stringMatching(/anew/) as string,
      });
    });

    test('lists the project and says what is labeled there', async () => {
      const listed = await platform.listProjects();
      expect(listed.map(({ id }) => id)).toContain(world.project);
      const described = await platform.describeProject(world.project);
      expect(described).toMatchObject({ id: world.project, target: { modality: 'text' } });
      expect(described.target.choices.map(({ value }) => value)).toEqual(['ham', 'spam']);
      await expect(platform.describeProject(world.unknownProject)).rejects.toMatchObject({
        code: 'not-found',
      });
    });

    test('gives all tasks once, in order, from any on, whatever goes meanwhile', async () => {
      const before = (await platform.describeProject(world.project)).tasks;
      const made = await world.addTasks(Array.from({ length: MANY }, (_, index) => `text ${index}`));
      expect((await platform.describeProject(world.project)).tasks).toBe(before + MANY);
      const ids = (await allTasks()).map(({ id }) => id);
      expect([...ids].sort()).toEqual([...made].sort());
      const [, second = '', third = ''] = ids;
      expect((await allTasks(second)).map(({ id }) => id)).toEqual(ids.slice(2));
      const rest: string[] = [];
      for await (const { id } of platform.tasksAfter(of, second)) {
        if (rest.length === 0) await platform.removeTasks(world.project, [ids[0] ?? '', ids.at(-1) ?? '']);
        rest.push(id);
      }
      expect(rest).toEqual(ids.slice(2, -1));
      await platform.removeTasks(world.project, [...ids.slice(0, -1), ids[0] ?? '']);
      expect(await allTasks()).toEqual([]);
      expect(await platform.tasks(of, [third])).toEqual([]);
    });

    test('gives those of the named tasks that exist', async () => {
      const made = await world.addTasks(['one', 'two', 'three']);
      const found = await platform.tasks(of, [...made.slice(0, 2), world.unknownTask]);
      expect(new Map(found.map(({ id, value }) => [id, value]))).toEqual(
        new Map([
          [made[0], 'one'],
          [made[1], 'two'],
        ]),
      );
      expect(found.every(({ origin, annotations }) => origin === null && annotations.length === 0)).toBe(
        true,
      );
      expect(await platform.tasks(of, [])).toEqual([]);
      await platform.removeTasks(world.project, made);
    });

    test('brings answers, skips told from them, and finds the answered ones', async () => {
      const made = await world.addTasks(['ham', 'skipped', 'open']);
      const [answered = '', skipped = '', open = ''] = made;
      await world.answer(answered, 'ham');
      await world.answer(skipped, null);
      const [annotation] = (await one(answered)).annotations;
      expect(annotation).toMatchObject({ choice: 'ham', skipped: false, groundTruth: false });
      expect(annotation?.annotator).not.toBe('');
      expect(Math.abs(Date.now() - (annotation?.updatedAt.getTime() ?? 0))).toBeLessThan(60_000);
      expect((await one(skipped)).annotations).toMatchObject([{ skipped: true }]);
      expect((await one(open)).annotations).toEqual([]);
      const found = await collect(platform.tasksAfter(of, null, { answeredOnly: true }));
      const ids = found.map(({ id }) => id);
      expect(ids).toContain(answered);
      expect(ids).not.toContain(open);
      await platform.removeTasks(world.project, made);
    });

    test('makes tasks that know what they were made of, and removes them', async () => {
      const texts = ['a', 'b: with a colon', 'c'].map((key) => ({
        origin: { exampleKey: key, pushId: 'push-1' },
        text: `text of ${key}`,
      }));
      const ids = await platform.importTexts(of, texts);
      for (const [index, { origin, text }] of texts.entries()) {
        expect(await one(ids[index] ?? '')).toMatchObject({ origin, value: text });
      }
      await platform.removeTasks(world.project, ids.slice(0, 2));
      expect((await platform.tasks(of, ids)).map(({ id }) => id)).toEqual(ids.slice(2));
      await platform.removeTasks(world.project, ids);
    });

    test('shows a pushed batch in its order, and takes back exactly that', async () => {
      const made = await world.addTasks(['one', 'two', 'three', 'four']);
      const [a = '', b = '', c = '', d = ''] = made;
      await platform.pushPredictions(of, 'winnow-1-aa', [
        { taskId: a, score: 0.75, choice: 'spam' },
        { taskId: b, score: 0.25, choice: null },
        { taskId: c, score: 0, choice: null },
      ]);
      await platform.pushPredictions(of, 'winnow-2-bb', [{ taskId: d, score: 1, choice: 'ham' }]);
      expect(await world.shown('winnow-1-aa')).toEqual([c, b, a]);
      expect(await Promise.all([a, b, d].map((id) => world.guess(id)))).toEqual(['spam', null, 'ham']);
      expect(await platform.countPredictions(world.project, 'winnow-1-aa')).toBe(3);
      await platform.removePredictions(world.project, 'winnow-1-aa');
      expect(await platform.countPredictions(world.project, 'winnow-1-aa')).toBe(0);
      expect(await world.guess(a)).toBeNull();
      expect(await world.shown('winnow-2-bb')).toEqual([d]);
      expect(await world.guess(d)).toBe('ham');
      await platform.removePredictions(world.project, 'winnow-1-aa');
      await platform.removePredictions(world.project, 'winnow-2-bb');
      await platform.removeTasks(world.project, made);
    });

    test('takes no part of a push that does not fit', async () => {
      const [id = ''] = await world.addTasks(['one']);
      const push = (more: object) =>
        platform.pushPredictions(of, 'winnow-3-cc', [
          { taskId: id, score: 0.5, choice: null },
          { taskId: id, score: 0.5, choice: null, ...more },
        ]);
      await expect(push({ choice: 'eggs' })).rejects.toMatchObject({ code: 'bad-input' });
      await expect(push({ score: 1.5 })).rejects.toMatchObject({ code: 'bad-input' });
      await expect(push({ score: Number.NaN })).rejects.toMatchObject({ code: 'bad-input' });
      expect(await platform.countPredictions(world.project, 'winnow-3-cc')).toBe(0);
      await expect(push({ taskId: world.unknownTask })).rejects.toMatchObject({
        code: expect.stringMatching(/^(conflict|bad-input)$/) as string,
      });
      await platform.removePredictions(world.project, 'winnow-3-cc');
      await platform.removeTasks(world.project, [id]);
    });

    test('knows which version orders the tasks, if anything there carries it', async () => {
      const versions = ['winnow-1-aa', 'winnow-2-bb'];
      const made = await world.addTasks(versions);
      for (const [index, version] of versions.entries()) {
        const prediction = { taskId: made[index] ?? '', score: 0.5, choice: null };
        await platform.pushPredictions(of, version, [prediction]);
      }
      for (const version of [...versions, null, 'winnow-1-aa']) {
        await platform.setCurrentVersion(world.project, version);
        expect(await platform.currentVersion(world.project)).toBe(version);
      }
      await platform.setCurrentVersion(world.project, 'winnow-9-gone');
      expect(await platform.currentVersion(world.project)).toBeNull();
      for (const version of versions) await platform.removePredictions(world.project, version);
      await platform.removeTasks(world.project, made);
    });

    test('keeps one list, which can be removed twice', async () => {
      const view = { title: 'Label next (Winnow)', modelVersion: 'winnow-1-aa' };
      const viewId = await platform.saveView(world.project, view);
      expect(await platform.saveView(world.project, { ...view, modelVersion: 'winnow-2-bb' })).toBe(viewId);
      const address = world.adapter.listUrl('https://platform.test', world.project, { ...view, viewId });
      expect(new URL(address).origin).toBe('https://platform.test');
      await platform.removeView(viewId);
      await platform.removeView(viewId);
    });

    test('has events sent here until it is told not to', async () => {
      const hook = { url: 'https://winnow.test/api/hooks/1', secret: 'a-secret_of-letters' };
      const before = await world.hooks();
      const hookId = await platform.addHook(world.project, hook);
      const added = (await world.hooks()).filter((url) => !before.includes(url));
      expect(added.map((url) => new URL(url).host)).toEqual(['winnow.test']);
      expect(new URL(added[0] ?? '').password).toBe(
        world.adapter.hook.secretIn === 'address' ? hook.secret : '',
      );
      await platform.removeHook(hookId);
      await platform.removeHook(hookId);
      expect(await world.hooks()).toEqual(before);
      const { adapter } = world;
      expect(adapter.readEvent(world.eventAbout(world.unknownTask), world.project)).toMatchObject({
        tasks: [world.unknownTask],
      });
      for (const foreign of [null, 'text', {}, { type: 'x', action: 'y' }]) {
        expect(adapter.readEvent(foreign, world.project)).toBeNull();
      }
    });

    test('reads what a task shows, up to a limit, and calls no private address for it', async () => {
      const task = { id: '1', origin: null, annotations: [] };
      const bytes = Buffer.from('a picture');
      const inside = { ...task, value: `data:image/png;base64,${bytes.toString('base64')}` };
      expect(await platform.media(inside, 100)).toEqual(bytes);
      await expect(platform.media(inside, 3)).rejects.toMatchObject({ code: 'too-large' });
      await expect(platform.media({ ...task, value: 7 }, 100)).rejects.toMatchObject({ code: 'bad-input' });
      const elsewhere = { ...task, value: 'http://localhost:1/picture.png' };
      await expect(platform.media(elsewhere, 100)).rejects.toMatchObject({ code: 'forbidden' });
    });

    describePlatformErrors(() => ({ world, of }));
  });
}

async function collect<Value>(values: AsyncIterable<Value>): Promise<Value[]> {
  const all: Value[] = [];
  for await (const value of values) all.push(value);
  return all;
}
