import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as hookRoute from '@/app/api/hooks/[connectionId]/route';
import type { SessionUser } from '@/server/api/trpc';
import { webProcess } from '@/server/api/web-process';
import type { PlatformWorld } from '../support/annotation-platform-conformance';
import { argillaStandIn, realArgilla } from '../support/argilla-worlds';
import { labelStudioStandIn, realLabelStudio } from '../support/label-studio-worlds';
import { serveRoutes } from '../support/serve-routes';
import type { TestContainer } from '../support/test-container';
import { createTestContainer } from '../support/test-container';
import { useAsWebProcess } from '../support/web-process';

let container: TestContainer;
let owner: SessionUser;
let server: Awaited<ReturnType<typeof serveRoutes>>;

beforeAll(async () => {
  server = await serveRoutes((request) => {
    const [, , , connectionId = ''] = new URL(request.url).pathname.split('/');
    return hookRoute.POST(request, { params: Promise.resolve({ connectionId }) });
  });
  container = await createTestContainer({ env: { url: server.url } });
  useAsWebProcess(container);
  owner = await container.createUser();
});
afterAll(async () => {
  await server.stop();
  await (await webProcess()).container.db.$disconnect();
  await container.close();
});

/** From the first connection to undo, through the app alone: nothing in it may know which platform this is. */
async function walk(platform: PlatformWorld): Promise<void> {
  const { id: projectId } = await container.createProject(owner, { modality: 'text', classes: [] });
  const api = container.caller(owner);
  const { annotations, platforms } = api;
  const made = await platform.addTasks(['one', 'two', 'three', 'four', 'five', 'six']);
  const [first = ''] = made;
  await platform.answer(first, 'ham');

  const request = { projectId, platform: platform.adapter.name, ...platform.address, allowPrivate: true };
  const { projects } = await platforms.check(request);
  expect(projects).toContainEqual(expect.objectContaining({ id: platform.project, tasks: 6 }));
  const connection = await platforms.connect({ ...request, externalProject: platform.project });
  expect(connection.platform.title).toBe(platform.adapter.title);
  await platforms.saveClasses({ projectId, classByChoice: { ham: 'ham', spam: 'spam' } });
  await platforms.pull({ projectId, groundTruth: 'test' });
  await container.runJobs();
  expect(await annotations.batches({ projectId })).toMatchObject([{ labeled: 1, open: 0 }]);

  const { batchId } = await annotations.createSeedBatch({ projectId, count: 4, seed: 1 });
  const { pushId } = await platforms.push({ projectId, batchId });
  await container.runJobs();
  const [pushed] = await platforms.pushes({ projectId });
  expect(pushed).toMatchObject({ state: 'done', error: null, pushedCount: 4, importedCount: 0 });
  const version = pushed?.modelVersion ?? '';
  const shown = await platform.shown(version);
  const items = await annotations.items({ projectId, batchId, from: 0, limit: 10 });
  const of = { project: platform.project, target: connection.target };
  const values = await Promise.all(
    shown.map(async (id) => (await platform.platform.tasks(of, [id]))[0]?.value),
  );
  expect(values).toEqual(items.map(({ example }) => example.text?.excerpt));
  expect(new URL(pushed?.listUrl ?? '').origin).toBe(new URL(platform.address.baseUrl).origin);

  expect(await platforms.listen({ projectId })).toBeNull();
  expect(await platform.hooks()).toHaveLength(1);
  await platform.answer(shown[0] ?? '', 'spam');
  await platform.deliver?.(platform.eventAbout(shown[0] ?? ''));
  const heard = async () => (await platforms.listening({ projectId }))?.heardAt;
  await expect.poll(heard, { timeout: 15_000 }).toBeInstanceOf(Date);
  await container.runJobs();
  const batches = await annotations.batches({ projectId });
  expect(batches.find(({ id }) => id === batchId)).toMatchObject({ labeled: 1, open: 3 });

  await platforms.undoPush({ projectId, pushId });
  await container.runJobs();
  expect((await platforms.pushes({ projectId }))[0]).toMatchObject({ state: 'done', listUrl: null });
  expect(await platform.platform.countPredictions(platform.project, version)).toBe(0);
  expect(await platform.platform.currentVersion(platform.project)).toBeNull();

  await platforms.disconnect({ projectId });
  expect(await platform.hooks()).toEqual([]);
}

describe('connect, pull, push, label, hear, undo', () => {
  for (const [name, open] of [
    ['Label Studio, the stand-in', labelStudioStandIn],
    ['Argilla, the stand-in', argillaStandIn],
    ['Label Studio, the real one (WINNOW_TEST_LABEL_STUDIO)', realLabelStudio],
    ['Argilla, the real one (WINNOW_TEST_ARGILLA_URL and _KEY)', realArgilla],
  ] as const) {
    it.skipIf(!open)(name, async () => {
      const platform = await open?.();
      if (!platform) return;
      try {
        await walk(platform);
      } finally {
        await platform.stop();
      }
    });
  }
});
