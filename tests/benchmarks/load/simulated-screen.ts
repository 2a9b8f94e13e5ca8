import { setTimeout as sleep } from 'node:timers/promises';
import type { HandOut } from '@/lib/contracts/labeling';
import type { Random } from '@/lib/numeric/random';
import type { SignedInClient } from '../signed-in-client';
import type { Latencies } from './latencies';

/** As the label screen: so many examples are there ahead, and more are fetched when so few are left. */
const AHEAD = 12;
const FEW = 4;
/** A team comes to work within so many seconds. */
const ARRIVAL_SECONDS = 30;
/** Answers after which somebody looks at their own numbers. */
const CURIOUS_EVERY = 50;

interface Seat {
  readonly client: SignedInClient;
  readonly batch: { readonly projectId: string; readonly batchId: string };
  readonly classes: number;
  /** mean of the time between two answers; exponential, so that people do not march in step */
  readonly thinkSeconds: number;
  readonly random: Random;
  readonly latencies: Latencies;
  readonly signal: AbortSignal;
}

/** One annotator before the label screen until the signal: pages, hand-outs, images ahead of time, answers. */
export async function sitBeforeScreen(seat: Seat): Promise<void> {
  const { client, batch, latencies, random, signal } = seat;
  await wait(random.uniform() * ARRIVAL_SECONDS, signal);
  await latencies.time('page', () => client.drain(`/projects/${batch.projectId}/labeling/${batch.batchId}`));
  const queue: { row: number }[] = [];
  const fetched = new Set<number>();
  for (let answers = 1; !signal.aborted; answers++) {
    if (queue.length <= FEW) await takeMore(seat, queue, fetched);
    await pause(seat);
    const example = queue.shift();
    if (!example || signal.aborted) continue;
    const said = { row: example.row, label: random.integer(seat.classes), seconds: seat.thinkSeconds };
    await latencies.time('answer', () => client.call('annotations.answer', { ...batch, ...said }));
    if (answers % CURIOUS_EVERY === 0)
      await latencies.time('own numbers', () =>
        client.query('annotations.mine', { projectId: batch.projectId }),
      );
  }
}

async function takeMore(
  { client, batch, latencies }: Seat,
  queue: { row: number }[],
  fetched: Set<number>,
): Promise<void> {
  const { items } = await latencies.time('next examples', () =>
    client.call<HandOut>('annotations.next', { ...batch, count: AHEAD }),
  );
  const fresh = items.filter(({ example }) => !fetched.has(example.row));
  for (const { example } of fresh) {
    fetched.add(example.row);
    queue.push({ row: example.row });
    await latencies.time('image', () => client.drain(example.imageUrl ?? ''));
  }
}

async function pause({ thinkSeconds, random, signal }: Seat): Promise<void> {
  await wait(-Math.log(1 - random.uniform()) * thinkSeconds, signal);
}

async function wait(seconds: number, signal: AbortSignal): Promise<void> {
  await sleep(seconds * 1000, undefined, { signal }).catch(() => undefined);
}
