import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pino from 'pino';
import { parseStudyConfig } from '@/lib/studies/study-config';
import { createContainer, type Container } from '@/server/container';
import { startEmbeddedDatabase } from '@/server/db/embedded';
import { migrate } from '@/server/db/migrate';
import { readEnvironment } from '@/server/env';
import { report as readReport, start as startStudy } from '@/server/studies/studies.service';
import { createFashionProject } from '../support/fashion-project';
import type { Measurement } from './benchmark';
import { startOneCoreWorkers } from './one-core-workers';

const SIZES = { seed: 0, pool: 4000, test: 1000 };
const CONFIG = parseStudyConfig({
  repeats: 4,
  fractions: [0.02, 0.05, 0.1, 0.2, 0.4],
  surrogates: [{ name: 'weak', labels: 200, ridge: 0.01 }],
  finalModel: { ridge: 0.01, norm: 'pool', tolerance: 1e-3 },
  strategies: ['max-gradient', 'gradient-cdf', 'power'],
  fullPool: false,
  equalLabels: false,
});
const FITS = 4 * (1 + 5 * 4);

/** One study by one worker and by two, of one core each, from the click to the report; their bytes are the same. */
export async function benchStudyFleet(): Promise<Measurement[]> {
  const folder = await mkdtemp(join(tmpdir(), 'winnow-fleet-bench-'));
  const database = await startEmbeddedDatabase({ dataFolder: join(folder, 'postgres') });
  try {
    await migrate(database.url);
    const env = readEnvironment({ WINNOW_DATA: folder, DATABASE_URL: database.url });
    const container = createContainer(env, database.url, pino({ level: 'silent' }));
    const measurements: Measurement[] = [];
    const hashes = new Set<string>();
    for (const workers of [1, 2].filter((count) => count <= availableParallelism())) {
      const { seconds, hash, partsByWorker } = await runStudyBy(container, workers);
      hashes.add(hash);
      measurements.push({
        name: `study of ${FITS} fits, Fashion-MNIST ${SIZES.pool.toLocaleString('en')} × 784, ${workers} × winnow worker of one core (${partsByWorker.join(' + ')} parts)`,
        rows: FITS,
        seconds,
        peakMegabytes: NaN,
      });
    }
    if (hashes.size !== 1) throw new Error('The reports differ.');
    await container.db.$disconnect();
    return measurements;
  } finally {
    await database.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function runStudyBy(container: Container, workers: number) {
  const { db } = container;
  const owner = { id: `owner-${workers}`, name: 'Ada', email: `ada-${workers}@bench.local` };
  await db.user.create({ data: owner });
  const createProject = (
    _: unknown,
    { name = '', classes = [] }: { name?: string; classes?: string[] } = {},
  ) =>
    db.project.create({
      data: { name, modality: 'features', classes, members: { create: { userId: owner.id, role: 'owner' } } },
      select: { id: true },
    });
  const { projectId, featureSetId } = await createFashionProject({ container, createProject }, owner, SIZES);
  const hosts = await startOneCoreWorkers(container, workers);
  const startedAt = performance.now();
  const { studyId } = await startStudy(container, { projectId, featureSetId, name: 'study', config: CONFIG });
  for (;;) {
    const { state } = await db.study.findUniqueOrThrow({ where: { id: studyId }, select: { state: true } });
    if (state === 'done') break;
    if (state === 'failed') throw new Error('The study failed.');
    await sleep(50);
  }
  const seconds = (performance.now() - startedAt) / 1000;
  const partsByWorker = await hosts.stop();
  const report = await readReport(container, { projectId, studyId });
  const hash = createHash('sha256')
    .update(JSON.stringify({ ...report, seconds: 0 }))
    .digest('hex');
  return { seconds, hash, partsByWorker };
}
