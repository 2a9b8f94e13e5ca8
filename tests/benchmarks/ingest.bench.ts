import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pino from 'pino';
import type { IngestRequest } from '@/lib/contracts/ingest';
import type { Container } from '@/server/container';
import { createContainer } from '@/server/container';
import { startTrustedIngest } from '@/server/datasets/ingest.service';
import { IMAGES_AT_ONCE, THUMBNAIL_PIXELS } from '@/server/images/image-limits';
import { mapOrdered } from '@/server/datasets/ingest/map-ordered';
import { startEmbeddedDatabase } from '@/server/db/embedded';
import { migrate } from '@/server/db/migrate';
import { readEnvironment } from '@/server/env';
import { startFeatureSet } from '@/server/features/features.service';
import { examineImage } from '@/server/images/examine-image';
import { handlers } from '@/server/jobs/handlers';
import { JobRunner } from '@/server/jobs/job-runner';
import { makeZip } from '../support/zip';
import type { Measurement } from './benchmark';
import { peakMegabytes, quietestSeconds } from './benchmark';
import { pillowAnchor } from './image-anchor';
import { makePhotos } from './photos';

const RUNS = 2;
const PHOTOS = 500;

/** Ingest and pixel features on a database that syncs every commit, as users have it. */
export async function benchIngest(): Promise<Measurement[]> {
  const folder = await mkdtemp(join(tmpdir(), 'winnow-bench-'));
  await chmod(folder, 0o711);
  const database = await startEmbeddedDatabase({ dataFolder: join(folder, 'database') });
  try {
    await migrate(database.url);
    const env = { ...readEnvironment({ WINNOW_DATA: folder }), databaseUrl: database.url };
    const container = createContainer(env, database.url, pino({ level: 'silent' }));
    try {
      return [...(await benchIdx(container)), ...(await benchPhotos(container, folder))];
    } finally {
      await container.db.$disconnect();
    }
  } finally {
    await database.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function benchIdx(container: Container): Promise<Measurement[]> {
  const path = fileURLToPath(new URL('../../prisma/sample/t10k-images-idx3-ubyte.gz', import.meta.url));
  let projectId = '';
  const ingest = await quietestSeconds(RUNS, async () => {
    projectId = await newProject(container);
    await ingestPath(container, projectId, { format: 'idx', path });
  });
  const extraction = await quietestSeconds(1, async () => {
    await startFeatureSet(container, { projectId, extractor: 'pixels', configuration: {} });
    await runJobs(container);
  });
  const { exampleCount: rows } = await container.db.project.findUniqueOrThrow({ where: { id: projectId } });
  return [
    { name: 'ingest, IDX images 28 × 28', rows, seconds: ingest, peakMegabytes: peakMegabytes() },
    { name: 'extract pixels, 28 × 28', rows, seconds: extraction, peakMegabytes: peakMegabytes() },
  ];
}

async function benchPhotos(container: Container, folder: string): Promise<Measurement[]> {
  const photos = await makePhotos(PHOTOS);
  const path = join(folder, 'photos.zip');
  await writeFile(path, await makeZip(photos.map((bytes, index) => ({ path: `${index}.jpg`, bytes }))));
  const alone = await quietestSeconds(RUNS, async () => {
    for await (const _ of mapOrdered(photos, IMAGES_AT_ONCE, (bytes) => examineImage(bytes, 'photo.jpg')));
  });
  const seconds = await quietestSeconds(RUNS, async () =>
    ingestPath(container, await newProject(container), { format: 'zip', path }),
  );
  const name = 'ingest, zip of JPEG 640 × 480';
  const measured = { name, rows: PHOTOS, seconds, peakMegabytes: peakMegabytes() };
  const pillow = await pillowAnchor(photos, THUMBNAIL_PIXELS);
  const anchors = [{ name: 'sharp alone', seconds: alone }, ...(pillow ? [pillow] : [])];
  return anchors.map((anchor) => ({ ...measured, anchor }));
}

async function newProject(container: Container): Promise<string> {
  const data = { name: 'Benchmark', modality: 'image' as const, classes: [] };
  return (await container.db.project.create({ data, select: { id: true } })).id;
}

async function ingestPath(
  container: Container,
  projectId: string,
  { format, path }: { format: IngestRequest['format']; path: string },
): Promise<void> {
  const request: IngestRequest = {
    format,
    source: { kind: 'path', path },
    split: { by: 'random', seedShare: 0.1, testShare: 0.2, seed: 1 },
    addClasses: true,
  };
  await startTrustedIngest(container, { projectId, userId: 'benchmark', request });
  await runJobs(container);
}

function runJobs(container: Container): Promise<void> {
  return new JobRunner(container, handlers).runUntilEmpty();
}
