import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { WebhookEvent, WebhookRequest } from '@/lib/contracts/webhook';
import { WEBHOOK_EVENTS } from '@/lib/contracts/webhook';
import type { SessionUser } from '@/server/api/trpc';
import { createFashionProject } from '../support/fashion-project';
import { createTestContainer } from '../support/test-container';
import type { TestContainer } from '../support/test-container';
import { startWebhookReceiver } from '../support/webhook-receiver';
import type { WebhookReceiver } from '../support/webhook-receiver';

let world: TestContainer;
let owner: SessionUser;
let receiver: WebhookReceiver;
let projectId: string;
const processes: ChildProcess[] = [];

beforeAll(async () => {
  world = await createTestContainer({ env: { importRoots: [tmpdir()] } });
  owner = await world.createUser();
});
afterAll(async () => {
  for (const child of processes) child.kill('SIGKILL');
  await world.close();
});
beforeEach(async () => {
  projectId = (await world.createProject(owner)).id;
  receiver = await startWebhookReceiver();
  return () => receiver.close();
});

const api = () => world.caller(owner).webhooks;

function createHook(request: Partial<WebhookRequest> = {}) {
  return api().create({
    projectId,
    url: receiver.url,
    events: [...WEBHOOK_EVENTS],
    allowPrivate: true,
    ...request,
  });
}

async function newestDelivery() {
  const [delivery] = await api().deliveries({ projectId });
  if (!delivery) throw new Error('Nothing was sent.');
  return delivery;
}

describe('a message', () => {
  it('carries a signature that a receiver’s library accepts, and no other body or time fits it', async () => {
    const { id, secret } = await createHook();
    const { deliveryId } = await api().ping({ projectId, webhookId: id });
    await world.runJobs();
    const [message] = receiver.messages;
    if (!message) throw new Error('Nothing came.');
    const verifier = new Webhook(secret);
    expect(verifier.verify(message.body, message.headers)).toMatchObject({
      type: 'ping',
      data: { projectId },
    });
    expect(message.headers).toMatchObject({ 'webhook-id': deliveryId, 'content-type': 'application/json' });
    expect(() => verifier.verify(`${message.body} `, message.headers)).toThrow();
    const later = String(Number(message.headers['webhook-timestamp']) + 1);
    expect(() => verifier.verify(message.body, { ...message.headers, 'webhook-timestamp': later })).toThrow();
    const stranger = new Webhook(`whsec_${Buffer.alloc(32).toString('base64')}`);
    expect(() => stranger.verify(message.body, message.headers)).toThrow();
    expect(await newestDelivery()).toMatchObject({ state: 'done', attempts: 1, status: 200, error: null });
  });

  it('is sent again until the receiver takes it, later and later, with the same id', async () => {
    const { id } = await createHook();
    receiver.answerNext(500, 503, 404);
    const { deliveryId } = await api().ping({ projectId, webhookId: id });
    await world.runJobs();
    expect(receiver.messages.map(({ headers }) => headers['webhook-id'])).toEqual(Array(4).fill(deliveryId));
    expect(await newestDelivery()).toMatchObject({ state: 'done', attempts: 4, status: 200, nextAt: null });
    // No list of work is littered with it.
    expect(await world.caller(owner).jobs.list({ projectId })).toEqual([]);
    expect(await world.container.db.job.count({ where: { projectId } })).toBe(4);
  });

  it('is given up after nine attempts, says why, and can be sent by hand', async () => {
    const { id, secret } = await createHook();
    receiver.answerNext(...Array<number>(9).fill(500));
    await api().ping({ projectId, webhookId: id });
    await world.runJobs();
    const failed = await newestDelivery();
    expect(failed).toMatchObject({ state: 'failed', attempts: 9, status: 500, nextAt: null });
    expect(failed.error?.message).toMatch(/answered 500\.$/);
    await api().redeliver({ projectId, deliveryId: failed.id });
    await expect(api().redeliver({ projectId, deliveryId: failed.id })).rejects.toMatchObject({
      code: 'CONFLICT',
    });
    await world.runJobs();
    const last = receiver.messages.at(-1);
    expect(new Webhook(secret).verify(last?.body ?? '', last?.headers ?? {})).toBeTruthy();
    expect(await newestDelivery()).toMatchObject({ id: failed.id, state: 'done', body: failed.body });
  });

  it('waits between attempts', async () => {
    const { id } = await createHook();
    receiver.answerNext(500);
    await api().ping({ projectId, webhookId: id });
    const worker = startWorker();
    while (receiver.messages.length === 0 || (await newestDelivery()).attempts === 0) await sleep(50);
    await sleep(1500);
    worker.kill('SIGKILL');
    const waiting = await newestDelivery();
    expect(waiting).toMatchObject({ state: 'queued', attempts: 1, status: 500 });
    expect(receiver.messages).toHaveLength(1);
    expect((waiting.nextAt?.getTime() ?? 0) - (waiting.attemptedAt?.getTime() ?? 0)).toBe(10_000);
  });

  it('is not waited for longer than five seconds, and redirects are not followed', async () => {
    const { id } = await createHook();
    const elsewhere = await startWebhookReceiver();
    receiver.answerNext('silence', { redirect: elsewhere.url });
    await api().ping({ projectId, webhookId: id });
    await world.runJobs();
    expect(receiver.messages).toHaveLength(3);
    expect(elsewhere.messages).toHaveLength(0);
    await elsewhere.close();
  }, 30_000);

  it('that was on its way when the worker was killed -9 comes again, once, with the same id', async () => {
    const { id } = await createHook();
    receiver.answerNext('silence');
    const { deliveryId } = await api().ping({ projectId, webhookId: id });
    const first = startWorker();
    while (receiver.messages.length === 0) await sleep(20);
    first.kill('SIGKILL');
    await once(first, 'exit');
    expect(await newestDelivery()).toMatchObject({ state: 'queued', attempts: 0 });
    const second = startWorker();
    while ((await newestDelivery()).state !== 'done') await sleep(50);
    second.kill('SIGKILL');
    expect(receiver.messages.map(({ headers }) => headers['webhook-id'])).toEqual([deliveryId, deliveryId]);
  }, 60_000);
});

function startWorker(): ChildProcess {
  const child = fork(fileURLToPath(new URL('../support/webhook-worker.ts', import.meta.url)), {
    execArgv: ['--import', 'tsx'],
    env: { ...process.env, DATABASE_URL: world.databaseUrl, WINNOW_DATA: world.container.env.dataFolder },
  });
  processes.push(child);
  return child;
}

describe('an address', () => {
  it.each([
    'http://127.0.0.1:9/',
    'http://10.1.2.3/',
    'http://[::1]/',
    'http://169.254.169.254/',
    'http://0x7f.1/',
  ])('%s of a private network is refused', async (url) => {
    await expect(createHook({ url, allowPrivate: false })).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });

  it('of a cloud’s credentials is refused even where private ones are allowed', async () => {
    await expect(createHook({ url: 'http://169.254.169.254/latest' })).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
  });

  it('whose name leads into the own network when it is called is not called, and not tried again', async () => {
    const url = receiver.url.replace('127.0.0.1', 'localhost');
    const { id } = await createHook({ url, allowPrivate: false });
    await api().ping({ projectId, webhookId: id });
    await world.runJobs();
    expect(receiver.messages).toEqual([]);
    expect(await newestDelivery()).toMatchObject({
      state: 'failed',
      attempts: 1,
      status: null,
      error: { code: 'forbidden' },
    });
  });

  it('that is no web address is refused', async () => {
    await expect(createHook({ url: 'ftp://example.org/' })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  });
});

describe('a secret', () => {
  it('is sealed in the database, and opens for its own webhook only', async () => {
    const [one, other] = [await createHook(), await createHook()];
    const { db } = world.container;
    const rows = JSON.stringify(await db.webhook.findMany({ where: { projectId } }));
    expect(rows).not.toContain(one.secret.slice('whsec_'.length));
    expect(JSON.stringify(await api().list({ projectId }))).not.toContain('ecret');
    const { sealedSecret } = await db.webhook.findUniqueOrThrow({ where: { id: one.id } });
    await db.webhook.update({ where: { id: other.id }, data: { sealedSecret } });
    await api().ping({ projectId, webhookId: other.id });
    await world.runJobs();
    expect(receiver.messages).toEqual([]);
    expect((await newestDelivery()).state).toBe('failed');
  });
});

describe('a webhook', () => {
  const deliveredEvents = async () => (await api().deliveries({ projectId })).map(({ event }) => event);
  const fail = async () => {
    // An ingest of a zip that is none: it fails, and that is an event.
    const path = join(world.container.env.dataFolder, 'broken.zip');
    await writeFile(path, 'no zip');
    await world.caller(owner).datasets.start({
      projectId,
      request: { format: 'zip', source: { kind: 'path', path }, split: { by: 'fixed', split: 'pool' } },
    });
    await world.runJobs();
  };

  it('hears of a failed job, in words', async () => {
    const { secret } = await createHook({ events: ['job.failed'] });
    await fail();
    const [message] = receiver.messages;
    const told = new Webhook(secret).verify(message?.body ?? '', message?.headers ?? {}) as object;
    expect(told).toMatchObject({ type: 'job.failed', data: { projectId, kind: 'ingest' } });
  });

  it('hears of batches and rounds, each once, from their own transactions', async () => {
    const fashion = await createFashionProject(world, owner, { seed: 12, pool: 60, test: 30, coarse: true });
    projectId = fashion.projectId;
    await createHook();
    const { annotations, surrogates, selections, rounds } = world.caller(owner);
    const label = async (batchId: string) => {
      const items = await annotations.items({ projectId, batchId, limit: 200 });
      const answers = items.map(({ example: { row } }) => ({
        row,
        seconds: 1,
        label: fashion.truth[row] ?? null,
      }));
      const [last, ...others] = answers;
      if (!last) throw new Error('The batch is empty.');
      await annotations.answerAll({ projectId, batchId, answers: others });
      // Nobody hears of a batch before its last answer, nor twice where that is sent twice.
      for (let times = 0; times < 2; times++) await annotations.answer({ projectId, batchId, ...last });
      await expect(
        annotations.answerAll({ projectId, batchId, answers: [{ row: 1e6, label: 0, seconds: 1 }] }),
      ).rejects.toMatchObject({ code: 'NOT_FOUND' });
    };
    const seed = await annotations.createSeedBatch({ projectId, count: 12 });
    await label(seed.batchId);
    await surrogates.train({ projectId, featureSetId: fashion.featureSetId, ridge: 0.1 });
    await world.runJobs();
    const selection = await selections.create({ projectId, scoreSetId: null, scheme: 'random', budget: 10 });
    const round = await selections.sendToLabeling({ projectId, ...selection });
    await selections.sendToLabeling({ projectId, ...selection });
    await label(round.batchId);
    await rounds.retrain({ projectId, roundId: round.roundId });
    await world.runJobs();
    const told = (await api().deliveries({ projectId }))
      .reverse()
      .map(({ state, body }) => ({ state, ...(JSON.parse(body) as object) }));
    expect(told).toMatchObject([
      { type: 'batch.proposed', data: { ...seed, kind: 'seed', size: 12, roundId: null } },
      { type: 'batch.completed', data: { ...seed, labeled: 12, skipped: 0, roundNumber: null } },
      { type: 'batch.proposed', data: { ...round, kind: 'selection', size: 10 } },
      { type: 'batch.completed', data: { batchId: round.batchId, labeled: 10, roundNumber: 1 } },
      { type: 'round.finished', data: { roundId: round.roundId, number: 1, labels: 22 } },
    ]);
    expect(told.every(({ state }) => state === 'done')).toBe(true);
  });

  it('hears what it listens to only, while it is on, and of its own project', async () => {
    const { id } = await createHook({ events: ['round.finished'] });
    await fail();
    expect(await deliveredEvents()).toEqual([]);
    const events: WebhookEvent[] = ['job.failed'];
    await api().update({ projectId, webhookId: id, events, active: false });
    await fail();
    expect(await deliveredEvents()).toEqual([]);
    await api().update({ projectId, webhookId: id, active: true });
    await fail();
    expect(await deliveredEvents()).toEqual(['job.failed']);
    const other = await world.createProject(owner);
    await expect(api().remove({ projectId: other.id, webhookId: id })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    const delivery = await newestDelivery();
    await expect(api().redeliver({ projectId: other.id, deliveryId: delivery.id })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    await api().remove({ projectId, webhookId: id });
    expect(await deliveredEvents()).toEqual([]);
  });
});
