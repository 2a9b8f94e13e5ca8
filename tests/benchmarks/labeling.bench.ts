import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { HandOut } from '@/lib/contracts/labeling';
import { writeFashionZip } from '../support/fashion-zip';
import { StartedServer } from '../support/started-server';
import { peakMegabytes } from './benchmark';
import type { Measurement } from './benchmark';
import { signIn, type SignedInClient } from './signed-in-client';

const IMAGES_PER_CLASS = 100;
const ANSWERS = 300;

/**
 * One annotator on loopback: from an answer sent until it is stored and the next example's image has come, which the
 * label screen has fetched before. Of a server started as `npm start` does; the app must be built.
 */
export async function benchLabeling(): Promise<Measurement[]> {
  const folder = await mkdtemp(join(tmpdir(), 'winnow-bench-'));
  await chmod(folder, 0o711);
  const server = await StartedServer.start({ WINNOW_DATA: folder, WINNOW_LOG_LEVEL: 'silent' });
  try {
    const milliseconds = (await label(await signIn(server), folder)).sort((a, b) => a - b);
    const at = (share: number) => (milliseconds[Math.floor(share * milliseconds.length)] ?? NaN).toFixed(1);
    const name = `answer to next image, median ${at(0.5)} ms, 95th percentile ${at(0.95)} ms`;
    const seconds = milliseconds.reduce((sum, one) => sum + one, 0) / 1000;
    return [{ name, rows: milliseconds.length, seconds, peakMegabytes: peakMegabytes() }];
  } finally {
    await server.kill();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Answers one example after the other. @returns milliseconds of each */
async function label(client: SignedInClient, folder: string): Promise<number[]> {
  const batch = await startBatch(client, folder);
  const milliseconds: number[] = [];
  let queue: string[] = [];
  let rows: number[] = [];
  while (milliseconds.length < ANSWERS) {
    if (rows.length < 2) {
      const { items } = await client.call<HandOut>('annotations.next', { ...batch, count: 12 });
      rows = items.map(({ example }) => example.row);
      queue = items.map(({ example }) => example.imageUrl ?? '');
    }
    const [row = NaN] = rows.splice(0, 1);
    queue.splice(0, 1);
    const began = performance.now();
    await client.call('annotations.answer', { ...batch, row, label: 0, seconds: 1 });
    await (await client.get(queue[0] ?? '')).arrayBuffer();
    milliseconds.push(performance.now() - began);
  }
  return milliseconds;
}

async function startBatch(
  client: SignedInClient,
  folder: string,
): Promise<{ projectId: string; batchId: string }> {
  const file = join(folder, 'clothes.zip');
  await writeFashionZip(file, { pool: IMAGES_PER_CLASS, test: 1 });
  const project = { name: 'Labeling', modality: 'image', classes: ['Bag', 'Dress', 'Sneaker', 'Trouser'] };
  const { id: projectId } = await client.call<{ id: string }>('projects.create', project);
  const path = `/api/projects/${projectId}/uploads?fileName=clothes.zip`;
  const uploaded = await client.post(path, new Uint8Array(await readFile(file)), 'application/octet-stream');
  const { uploadId } = (await uploaded.json()) as { uploadId: string };
  const source = { kind: 'upload', uploadId, fileName: 'clothes.zip' };
  await client.call('datasets.start', {
    projectId,
    request: { format: 'zip', source, split: { by: 'folder' } },
  });
  for (;;) {
    const asked = await client.get(`/api/v1/projects/${projectId}`);
    const { exampleCount } = (await asked.json()) as { exampleCount?: number };
    if (exampleCount !== undefined && exampleCount >= 4 * IMAGES_PER_CLASS) break;
    await sleep(250);
  }
  const count = ANSWERS + 20;
  const { batchId } = await client.call<{ batchId: string }>('annotations.createSeedBatch', {
    projectId,
    count,
  });
  return { projectId, batchId };
}
