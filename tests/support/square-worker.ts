import { setTimeout as sleep } from 'node:timers/promises';
import pino from 'pino';
import { createContainer } from '@/server/container';
import { readEnvironment } from '@/server/env';
import { JobRunner } from '@/server/jobs/job-runner';
import { squareWork } from './square-job';

// A worker process of its own, to be killed while it does a part: tells which one it is at, and never ends it.
const env = readEnvironment();
const databaseUrl = env.databaseUrl ?? '';
const container = createContainer(env, databaseUrl, pino({ level: 'silent' }));
const { part } = squareWork({
  async during(number, { signal }) {
    process.send?.({ number });
    await sleep(600_000, undefined, { signal });
  },
});
await new JobRunner(container, [], [part]).start(databaseUrl);
process.send?.({ ready: true });
