import { createWriteStream } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { FileFormatName } from '@/lib/contracts/file-format';
import type { Modality } from '@/lib/contracts/project';
import { listFolder } from '@/server/datasets/ingest/folder-entries';
import { MAX_IMAGE_BYTES } from '@/server/images/image-limits';
import type { FileRecord, RecordContent } from '@/server/files/records/file-record';
import { recordFormat } from '@/server/files/registry';
import { peakMegabytes } from './benchmark';

/** One format, one way: what a process of its own is to do. */
export interface FilesWork {
  readonly format: FileFormatName;
  readonly modality: Modality;
  readonly way: 'write' | 'read';
  readonly rows: number;
  readonly path: string;
}

export interface FilesDone {
  readonly seconds: number;
  readonly peakMegabytes: number;
}

const FEATURES = 100;
const CLASSES = ['cat', 'dog', 'a horse, or so', 'Schildkröte', 'none'];
const SPLITS = ['pool', 'test', 'pool', 'seed'] as const;
const WORDS =
  'Half a kilobyte of text, "quoted" now and then, with commas, as a mail or a review has it. '.repeat(6);
const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==',
  'base64',
);

/** An example with everything that formats hold: an answer, its annotator, probability and weight; splits in turn. */
function recordAt(index: number, modality: Modality): FileRecord {
  const label = CLASSES[index % CLASSES.length] ?? null;
  const seconds = 1 + (index % 40) / 8;
  return {
    id: `2026/${String(index).padStart(7, '0')}`,
    split: SPLITS[index % SPLITS.length] ?? null,
    label,
    content: contentAt(index, modality),
    annotations: [{ label, annotator: 'ada@example.org', seconds, labeledAt: '2026-11-21T12:00:00.000Z' }],
    inclusionProbability: 1 / (1 + (index % 7)),
    weight: 1 + (index % 7),
  };
}

function contentAt(index: number, modality: Modality): RecordContent {
  if (modality === 'text') return { kind: 'text', text: `${index}. ${WORDS}` };
  if (modality === 'features') {
    return { kind: 'features', values: Float32Array.from({ length: FEATURES }, (_, at) => (index + at) / 7) };
  }
  // a kilobyte, as a small photo has some dozen of them; each another
  const bytes = Buffer.concat([PIXEL, Buffer.alloc(950, `${index} `)]);
  return { kind: 'image', path: `${index}.png`, read: () => Promise.resolve(bytes) };
}

async function* records({ rows, modality }: FilesWork): AsyncGenerator<FileRecord> {
  for (let index = 0; index < rows; index++) yield await Promise.resolve(recordAt(index, modality));
}

async function write(work: FilesWork): Promise<void> {
  const { format, modality, path } = work;
  if (format === 'folder') return writeTree(work);
  const shape = { modality, features: modality === 'features' ? FEATURES : 0, classes: CLASSES };
  const bytes = recordFormat(format).write(records(work), shape);
  await pipeline(Readable.from(bytes, { objectMode: false }), createWriteStream(path));
}

/** As people have it: a folder a class. */
async function writeTree(work: FilesWork): Promise<void> {
  for await (const { id, label, content } of records(work)) {
    if (content?.kind !== 'image' || !content.read) continue;
    const file = join(work.path, label ?? '', `${id.replaceAll('/', '-')}.png`);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, await content.read());
  }
}

/** @returns how many rows the file held */
async function read({ format, modality, path }: FilesWork): Promise<number> {
  let rows = 0;
  if (format === 'folder') {
    for await (const entry of listFolder(path, MAX_IMAGE_BYTES)) {
      if (Buffer.isBuffer(await entry.read())) rows++;
    }
    return rows;
  }
  for await (const item of recordFormat(format).read({ path, name: 'benchmark', modality })) {
    if ('rejection' in item) throw new Error(`${item.rejection.name}: ${item.rejection.reason}`);
    const { content } = item.record;
    if (content?.kind === 'image') await content.read?.();
    rows++;
  }
  return rows;
}

const work = JSON.parse(process.argv[2] ?? '') as FilesWork;
const start = performance.now();
if (work.way === 'write') await write(work);
else if ((await read(work)) !== work.rows) throw new Error(`${work.path} does not hold ${work.rows} rows.`);
const done: FilesDone = { seconds: (performance.now() - start) / 1000, peakMegabytes: peakMegabytes() };
console.log(JSON.stringify(done));
