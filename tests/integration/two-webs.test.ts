import { afterAll, beforeAll, expect, it } from 'vitest';
import type { SessionUser } from '@/server/api/trpc';
import { createFashionProject } from '../support/fashion-project';
import { ScriptedAnnotator } from '../support/scripted-annotator';
import { createTestContainer, type TestContainer } from '../support/test-container';
import { cookiesOf, useAsWebProcess } from '../support/web-process';
import { buildApp, startWebServer, type WebServer } from '../support/web-server';

const ITEMS = 240;
const PEOPLE = 6;

let world: TestContainer;
let owner: SessionUser;
let webs: readonly WebServer[];

beforeAll(async () => {
  buildApp();
  world = await createTestContainer();
  useAsWebProcess(world);
  owner = await world.createUser('Olga');
  webs = await Promise.all([startWebServer(), startWebServer()]);
}, 300_000);
afterAll(async () => {
  for (const web of webs) web.process.kill('SIGKILL');
  await world.close();
});

const urlOf = (index: number): string => webs[index % webs.length]?.url ?? '';

it('annotators on two web processes: none is given what another holds, each answer is there once', async () => {
  const people: SessionUser[] = [];
  for (let index = 0; index < PEOPLE; index++) people.push(await world.createUser(`Annotator ${index}`));
  const members = people.map((user) => ({ user, role: 'annotator' as const }));
  const { projectId } = await createFashionProject(world, owner, { seed: ITEMS, pool: 0, test: 0 }, members);
  const { batchId } = await world
    .caller(owner)
    .annotations.createSeedBatch({ projectId, count: ITEMS, seed: 1 });
  const batch = { projectId, batchId };
  const annotators = await Promise.all(
    people.map(async (user, index) => {
      const cookie = await cookiesOf(world, user);
      const labelOf = (row: number) => row % 10;
      return new ScriptedAnnotator({
        ...{ url: urlOf(index), cookie, batch, together: 1, labelOf, onAcknowledged: () => undefined },
      });
    }),
  );
  await Promise.all(annotators.map((annotator) => annotator.work()));
  const handedOut = annotators.flatMap((annotator) => [...annotator.handedOut]);
  expect(handedOut).toHaveLength(ITEMS);
  expect(new Set(handedOut).size).toBe(ITEMS);
  const stored = await world.container.db.annotation.findMany({ where: batch, select: { row: true } });
  const told = annotators.flatMap(({ acknowledged }) => acknowledged.map(({ row }) => row));
  expect(stored.map(({ row }) => row).sort()).toEqual(told.sort());
});

it('a session holds on both, and ends on both when it ends on one', async () => {
  const cookie = await cookiesOf(world, owner);
  const ask = (index: number, path: string, init: RequestInit = {}) =>
    fetch(new URL(path, urlOf(index)), {
      ...init,
      headers: { cookie, origin: urlOf(index), 'content-type': 'application/json' },
    });
  const isSignedIn = async (index: number) => (await ask(index, '/api/trpc/projects.list')).status === 200;
  expect([await isSignedIn(0), await isSignedIn(1)]).toEqual([true, true]);
  expect((await ask(0, '/api/auth/sign-out', { method: 'POST', body: '{}' })).ok).toBe(true);
  expect([await isSignedIn(0), await isSignedIn(1)]).toEqual([false, false]);
});
