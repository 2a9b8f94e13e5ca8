// Many annotators at once before the label screen of a server as `npm start` runs it, on loopback:
// `node --import tsx tests/benchmarks/load.ts [annotators] [seconds] [seconds between two answers of one]` prints how long
// each kind of request takes, its errors, and memory in the first and the last minute. The app must be built; Linux only.
import { setMaxListeners } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createRandom } from '@/lib/numeric/random';
import type { JobView } from '@/lib/contracts/job';
import { StartedServer } from '../support/started-server';
import { ProcessMemory } from './growth/process-memory';
import { Latencies } from './load/latencies';
import { seatAnnotators } from './load/seat-annotators';
import { sitBeforeScreen } from './load/simulated-screen';
import { signIn, type SignedInClient } from './signed-in-client';

const [ANNOTATORS = 200, SECONDS = 300, THINK_SECONDS = 3] = process.argv.slice(2).map(Number);
const IMAGES = '/usr/share/datasets/fashion-mnist';
const CLASSES = 10;
const MINUTE_MS = 60_000;

const folder = await mkdtemp(join(tmpdir(), 'winnow-load-'));
await chmod(folder, 0o711);
const server = await StartedServer.start({ WINNOW_DATA: folder });
try {
  const batch = await prepareBatch(await signIn(server));
  const clients = await seatAnnotators(server, folder, batch.projectId, ANNOTATORS);
  const latencies = new Latencies();
  const end = AbortSignal.timeout(SECONDS * 1000);
  setMaxListeners(0, end);
  const early = new ProcessMemory(server.processId);
  const work = clients.map((client, person) =>
    sitBeforeScreen({
      client,
      batch,
      classes: CLASSES,
      thinkSeconds: THINK_SECONDS,
      random: createRandom(1, 'load', `${person}`),
      latencies,
      signal: end,
    }),
  );
  const minute = Math.min(MINUTE_MS, (SECONDS * 1000) / 2);
  await sleep(minute);
  const before = await early.stop();
  await sleep(Math.max(0, SECONDS * 1000 - 2 * minute));
  const late = new ProcessMemory(server.processId);
  const ended = await Promise.allSettled(work);
  const after = await late.stop();
  const gaveUp = ended.filter(({ status }) => status === 'rejected').length;
  console.log(
    `${ANNOTATORS} annotators, ${SECONDS} s, ${THINK_SECONDS} s between two answers; ${gaveUp} gave up\n`,
  );
  console.log(latencies.table(SECONDS));
  for (const error of latencies.errors) console.log(error);
  for (const [name, megabytes] of before) {
    const later = Math.round(after.get(name) ?? NaN);
    console.log(`${name}: ${Math.round(megabytes)} MB in the first minute, ${later} MB in the last`);
  }
} finally {
  await server.kill();
  await rm(folder, { recursive: true, force: true });
}

/** All training images of Fashion-MNIST, waiting for their labels. */
async function prepareBatch(owner: SignedInClient): Promise<{ projectId: string; batchId: string }> {
  const classes = Array.from({ length: CLASSES }, (_, label) => `class ${label}`);
  const project = { name: 'Load', modality: 'image', classes };
  const { id: projectId } = await owner.call<{ id: string }>('projects.create', project);
  const request = {
    format: 'idx',
    source: { kind: 'path', path: `${IMAGES}/train-images-idx3-ubyte.gz` },
    split: { by: 'fixed', split: 'pool' },
  };
  const { jobId } = await owner.call<{ jobId: string }>('datasets.start', { projectId, request });
  for (;;) {
    const job = await owner.query<JobView>('jobs.get', { projectId, jobId });
    if (job.state === 'done') break;
    if (job.finishedAt) throw new Error(job.error?.message ?? job.state);
    await sleep(500);
  }
  const seed = { projectId, count: 60_000, seed: 1, scheme: 'random' };
  const { batchId } = await owner.call<{ batchId: string }>('annotations.createSeedBatch', seed);
  return { projectId, batchId };
}
