import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { AppError } from '@/lib/errors';
import type { JobHandler } from '@/server/jobs/job';
import { shareOutInOrder } from '@/server/jobs/parts/share-out-in-order';
import { createPartsWorld } from '../support/parts-world';
import { squareJob, squareWork } from '../support/square-job';

const COUNT = 40;
const AHEAD = 6;

const { world, owner, projectId, start } = await createPartsWorld();

interface Log {
  /** numbers of the parts, as often as each was done */
  readonly did: number[];
  readonly results: number[];
  readonly progress: number[];
  /** most that were laid out and not yet given on */
  most: number;
  /** why the first attempt ends when it has so many results */
  readonly endsAt?: number;
}

/** Squares in order, with what was given on as checkpoint. */
function orderedWork(log: Log): [JobHandler<z.infer<typeof squareJob.payload>>, typeof part] {
  const { part } = squareWork({
    during: async (number) => {
      log.did.push(number);
      // the first of each handful is the last to be done
      await sleep(number % 5 === 0 ? 60 : 5);
    },
  });
  async function* payloads(
    from: number,
    laidOut: () => void,
  ): AsyncGenerator<{ number: number; add: number }, void> {
    for (let number = from; number < COUNT; number++) {
      laidOut();
      await Promise.resolve();
      yield { number, add: 1 };
    }
  }
  const handler: JobHandler<z.infer<typeof squareJob.payload>> = {
    definition: squareJob,
    async run(container, _, context) {
      const first = z.number().nullable().parse(context.checkpoint) ?? 0;
      let open = 0;
      const ordered = shareOutInOrder(container, context, part, {
        stage: 'squares',
        first,
        ahead: AHEAD,
        payloads: payloads(first, () => (log.most = Math.max(log.most, ++open))),
        onProgress: (done) => log.progress.push(done),
      });
      for await (const square of ordered) {
        log.results.push(square);
        open -= 1;
        await context.saveCheckpoint(log.results.length);
        if (log.results.length === log.endsAt && context.attempt === 1)
          throw new AppError('unavailable', 'Later.', '', { retryAfterSeconds: 1 });
      }
    },
  };
  return [handler, part];
}

async function run(workers: number, log: Log): Promise<void> {
  const [handler, part] = orderedWork(log);
  const jobId = await world.container.jobs.enqueue(squareJob, {
    projectId,
    payload: { count: COUNT, add: 1 },
  });
  for (let worker = 0; worker < workers; worker++) {
    await start(world.container, [handler], [part]);
  }
  for (;;) {
    const { state } = await world.caller(owner).jobs.get({ projectId, jobId });
    if (state === 'failed') throw new Error('The job failed.');
    if (state === 'done') return;
    await sleep(20);
  }
}

const newLog = (endsAt?: number): Log => ({ did: [], results: [], progress: [], most: 0, endsAt });
const numbers = Array.from({ length: COUNT }, (_, number) => number);
const expected = numbers.map((number) => number * number + 1);

it.each([1, 3])('%i workers give results in order, and few parts are laid out at a time', async (workers) => {
  const log = newLog();
  await run(workers, log);
  expect(log.results).toEqual(expected);
  expect([...log.did].sort((a, b) => a - b)).toEqual(numbers);
  expect(log.most).toBe(AHEAD);
  expect(log.progress).toEqual([...log.progress].sort((a, b) => a - b));
  expect(log.progress.at(-1)).toBe(COUNT);
});

it('a new attempt goes on after the last result, and does no part again that is done', async () => {
  const log = newLog(7);
  await run(1, log);
  expect(log.results).toEqual(expected);
  // one was in hand when the first attempt ended
  expect(log.did.length).toBeLessThanOrEqual(COUNT + 1);
  expect(new Set(log.did)).toEqual(new Set(numbers));
});
