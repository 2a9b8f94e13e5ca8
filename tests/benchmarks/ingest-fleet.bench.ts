import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { IngestRequest } from '@/lib/contracts/ingest';
import type { Container } from '@/server/container';
import { startTrustedIngest } from '@/server/datasets/ingest.service';
import { makeZip } from '../support/zip';
import { benchFleet } from './fleet-benchmark';
import { makePhotos } from './photos';

const PHOTOS = 2000;

/** One ingest on a fleet; what is written is the same. */
export function benchIngestFleet() {
  return benchFleet({ title: 'ingest, zip of JPEG 640 × 480', rows: PHOTOS, prepare });
}

async function prepare(container: Container, folder: string) {
  const { db } = container;
  const path = join(folder, 'photos.zip');
  const photos = await makePhotos(PHOTOS);
  await writeFile(path, await makeZip(photos.map((bytes, index) => ({ path: `${index}.jpg`, bytes }))));
  const data = { name: 'Benchmark', modality: 'image' as const, classes: [] };
  const { id: projectId } = await db.project.create({ data, select: { id: true } });
  const request: IngestRequest = {
    format: 'zip',
    source: { kind: 'path', path },
    split: { by: 'fixed', split: 'pool' },
    addClasses: true,
  };
  return {
    async begin() {
      const { ingestId } = await startTrustedIngest(container, { projectId, userId: 'benchmark', request });
      return async () => (await db.ingest.findUniqueOrThrow({ where: { id: ingestId } })).state;
    },
    async hash() {
      const examples = await db.example.findMany({
        where: { projectId },
        orderBy: { row: 'asc' },
        select: {
          row: true,
          key: true,
          contentHash: true,
          originalBlob: true,
          thumbnailBlob: true,
          ingestId: true,
        },
      });
      const rows = examples.map(({ ingestId, ...row }) =>
        JSON.stringify(row).replaceAll(projectId, '').replaceAll(ingestId, ''),
      );
      return createHash('sha256').update(rows.join()).digest('hex');
    },
  };
}
