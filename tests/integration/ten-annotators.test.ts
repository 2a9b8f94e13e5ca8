import { afterAll, beforeAll, expect, it } from 'vitest';
import type { SessionUser } from '@/server/api/trpc';
import { createFashionProject } from '../support/fashion-project';
import { ScriptedAnnotator } from '../support/scripted-annotator';
import { StartedServer } from '../support/started-server';
import type { TestContainer } from '../support/test-container';
import { createTestContainer } from '../support/test-container';
import { cookiesOf, useAsWebProcess } from '../support/web-process';

const PEOPLE = 10;
/** Answered as the label screen does, one after the other; the others answer a grid at once. */
const ONE_BY_ONE = 4;
const GRID = 20;
const ITEMS = 4_400;
/** Of these, two people answer each. */
const SHARED = 600;
const ANSWERS = ITEMS + SHARED;
/** The server is killed when so many answers were acknowledged. */
const KILLED_AT = [ANSWERS * 0.3, ANSWERS * 0.6];

let world: TestContainer;
let server: StartedServer;

beforeAll(async () => {
  world = await createTestContainer();
  useAsWebProcess(world);
  server = await StartedServer.start();
});
afterAll(async () => {
  await server.kill();
  await world.close();
});

async function startBatch(people: readonly SessionUser[]) {
  const owner = await world.createUser('Olga');
  const members = people.map((user) => ({ user, role: 'annotator' as const }));
  const { projectId, truth } = await createFashionProject(
    world,
    owner,
    { seed: ITEMS, pool: 0, test: 0 },
    members,
  );
  const lead = world.caller(owner);
  await lead.projects.update({ projectId, votesPerExample: 2, overlapShare: SHARED / ITEMS });
  const { batchId } = await lead.annotations.createSeedBatch({ projectId, count: ITEMS, seed: 1 });
  return { batch: { projectId, batchId }, truth };
}

it('ten annotators at once, 5,000 answers, the server killed twice: each is there once, where it belongs', async () => {
  const people: SessionUser[] = [];
  for (let index = 0; index < PEOPLE; index++) people.push(await world.createUser(`Annotator ${index}`));
  const { batch, truth } = await startBatch(people);

  let acknowledged = 0;
  let kills = 0;
  let restarted = Promise.resolve();
  function count(stored: number): void {
    acknowledged += stored;
    if (acknowledged < (KILLED_AT[kills] ?? Infinity)) return;
    kills += 1;
    restarted = restarted.then(() => server.kill()).then(() => server.restart());
  }
  const annotators = await Promise.all(
    people.map(async (user, index) => {
      return new ScriptedAnnotator({
        url: server.url,
        cookie: await cookiesOf(world, user),
        batch,
        together: index < ONE_BY_ONE ? 1 : GRID,
        // Some err, each in their own way.
        labelOf: (row) => ((truth[row] ?? 0) + (row % 10 === index ? 1 : 0)) % 10,
        onAcknowledged: count,
      });
    }),
  );
  await Promise.all(annotators.map((annotator) => annotator.work()));
  await restarted;
  expect(kills).toBe(2);
  expect(acknowledged).toBe(ANSWERS);
  expect(annotators.reduce((sum, { refused }) => sum + refused, 0)).toBe(0);

  const { db } = world.container;
  const stored = await db.annotation.findMany({
    where: batch,
    select: { row: true, userId: true, label: true, undoneAt: true },
  });
  const keyOf = (row: number, userId: string, label: number | null) => `${row} ${userId} ${label}`;
  const told = annotators.flatMap((annotator, index) =>
    annotator.acknowledged.map(({ row, label }) => keyOf(row, people[index]?.id ?? '', label)),
  );
  // None lost, none made up, none doubled.
  expect(stored.map(({ row, userId, label }) => keyOf(row, userId, label)).sort()).toEqual(told.sort());
  expect(new Set(stored.map(({ row, userId }) => `${row} ${userId}`)).size).toBe(ANSWERS);
  expect(stored.every(({ undoneAt }) => undoneAt === null)).toBe(true);

  const [counts] = await db.$queryRaw<Record<string, number>[]>`
    SELECT count(*)::int AS "items", count(*) FILTER (WHERE i."state" = 'labeled')::int AS "labeled",
           count(*) FILTER (WHERE i."needed" = 2)::int AS "shared",
           count(*) FILTER (WHERE a."people" = i."needed" AND a."answers" = i."needed")::int AS "right"
    FROM "BatchItem" i
    JOIN (SELECT "row", count(*) AS "answers", count(DISTINCT "userId") AS "people"
          FROM "Annotation" WHERE "batchId" = ${batch.batchId} GROUP BY "row") a ON a."row" = i."row"
    WHERE i."batchId" = ${batch.batchId}`;
  expect(counts).toEqual({ items: ITEMS, labeled: ITEMS, shared: SHARED, right: ITEMS });
  expect(await db.lease.count({ where: { batchId: batch.batchId } })).toBe(0);

  // None was on the screens of two people, but those that two were meant to answer.
  const screens = new Map<number, number>();
  for (const { handedOut } of annotators) {
    for (const row of handedOut) screens.set(row, (screens.get(row) ?? 0) + 1);
  }
  const items = await db.batchItem.findMany({
    where: { batchId: batch.batchId },
    select: { row: true, needed: true },
  });
  expect(items.filter(({ row, needed }) => screens.get(row) !== needed)).toEqual([]);
});
