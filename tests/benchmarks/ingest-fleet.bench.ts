import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pino from 'pino';
import type { IngestRequest } from '@/lib/contracts/ingest';
import { createContainer, type Container } from '@/server/container';
import { startTrustedIngest } from '@/server/datasets/ingest.service';
import { startEmbeddedDatabase } from '@/server/db/embedded';
import { migrate } from '@/server/db/migrate';
import { readEnvironment } from '@/server/env';
import { makeZip } from '../support/zip';
import type { Measurement } from './benchmark';
import { startOneCoreWorkers } from './one-core-workers';
import { makePhotos } from './photos';

const PHOTOS = 2000;

/** One ingest by one worker and by two, of one core each, from the click to the end; what they write is the same. */
export async function benchIngestFleet(): Promise<Measurement[]> {
  const folder = await mkdtemp(join(tmpdir(), 'winnow-fleet-bench-'));
  const database = await startEmbeddedDatabase({ dataFolder: join(folder, 'postgres') });
  try {
    await migrate(database.url);
    const env = readEnvironment({ WINNOW_DATA: folder, DATABASE_URL: database.url });
    const container = createContainer(env, database.url, pino({ level: 'silent' }));
    const path = join(folder, 'photos.zip');
    const photos = await makePhotos(PHOTOS);
    await writeFile(path, await makeZip(photos.map((bytes, index) => ({ path: `${index}.jpg`, bytes }))));
    const measurements: Measurement[] = [];
    const hashes = new Set<string>();
    for (const workers of [1, 2].filter((count) => count <= availableParallelism())) {
      const { seconds, hash, partsByWorker } = await ingestBy(container, workers, path);
      hashes.add(hash);
      measurements.push({
        name: `ingest, zip of JPEG 640 × 480, ${workers} × winnow worker of one core (${partsByWorker.join(' + ')} parts)`,
        rows: PHOTOS,
        seconds,
        peakMegabytes: NaN,
      });
    }
    if (hashes.size !== 1) throw new Error('The examples differ.');
    await container.db.$disconnect();
    return measurements;
  } finally {
    await database.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function ingestBy(container: Container, workers: number, path: string) {
  const { db } = container;
  const data = { name: 'Benchmark', modality: 'image' as const, classes: [] };
  const { id: projectId } = await db.project.create({ data, select: { id: true } });
  const hosts = await startOneCoreWorkers(container, workers);
  const request: IngestRequest = {
    format: 'zip',
    source: { kind: 'path', path },
    split: { by: 'fixed', split: 'pool' },
    addClasses: true,
  };
  const startedAt = performance.now();
  const { ingestId } = await startTrustedIngest(container, { projectId, userId: 'benchmark', request });
  for (;;) {
    const { state } = await db.ingest.findUniqueOrThrow({ where: { id: ingestId }, select: { state: true } });
    if (state === 'done') break;
    if (state === 'failed') throw new Error('The ingest failed.');
    await sleep(50);
  }
  const seconds = (performance.now() - startedAt) / 1000;
  const partsByWorker = await hosts.stop();
  const examples = await db.example.findMany({
    where: { projectId },
    orderBy: { row: 'asc' },
    select: { row: true, key: true, contentHash: true, originalBlob: true, thumbnailBlob: true },
  });
  const rows = JSON.stringify(examples).replaceAll(projectId, '').replaceAll(ingestId, '');
  return { seconds, hash: createHash('sha256').update(rows).digest('hex'), partsByWorker };
}
