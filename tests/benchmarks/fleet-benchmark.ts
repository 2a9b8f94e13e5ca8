import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pino from 'pino';
import { createContainer, type Container } from '@/server/container';
import { startEmbeddedDatabase } from '@/server/db/embedded';
import { migrate } from '@/server/db/migrate';
import { readEnvironment } from '@/server/env';
import type { Measurement } from './benchmark';
import { startOneCoreWorkers } from './one-core-workers';

/** One piece of long work, made anew for each number of workers. */
interface FleetWork {
  /** begins it; what comes back says how far it is */
  begin(): Promise<() => Promise<string>>;
  /** of what came of it: the same whoever did it */
  hash(): Promise<string>;
}

interface FleetBenchmark {
  readonly title: string;
  readonly rows: number;
  readonly prepare: (container: Container, folder: string, workers: number) => Promise<FleetWork>;
}

/** The same work by one worker and by two, of one core each, from the click to the end. @throws where results differ */
export async function benchFleet({ title, rows, prepare }: FleetBenchmark): Promise<Measurement[]> {
  const folder = await mkdtemp(join(tmpdir(), 'winnow-fleet-bench-'));
  const database = await startEmbeddedDatabase({ dataFolder: join(folder, 'postgres') });
  try {
    await migrate(database.url);
    const env = readEnvironment({ WINNOW_DATA: folder, DATABASE_URL: database.url });
    const container = createContainer(env, database.url, pino({ level: 'silent' }));
    const measurements: Measurement[] = [];
    const hashes = new Set<string>();
    for (const workers of [1, 2].filter((count) => count <= availableParallelism())) {
      const work = await prepare(container, folder, workers);
      const hosts = await startOneCoreWorkers(container, workers);
      const startedAt = performance.now();
      await untilDone(await work.begin());
      const seconds = (performance.now() - startedAt) / 1000;
      const parts = (await hosts.stop()).join(' + ');
      hashes.add(await work.hash());
      const name = `${title}, ${workers} × winnow worker of one core (${parts} parts)`;
      measurements.push({ name, rows, seconds, peakMegabytes: NaN });
    }
    if (hashes.size !== 1) throw new Error('The results differ.');
    await container.db.$disconnect();
    return measurements;
  } finally {
    await database.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function untilDone(stateOf: () => Promise<string>): Promise<void> {
  for (;;) {
    const state = await stateOf();
    if (state === 'done') return;
    if (state === 'failed') throw new Error('It failed.');
    await sleep(50);
  }
}
