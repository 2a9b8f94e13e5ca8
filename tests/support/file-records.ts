import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import fc from 'fast-check';
import type { Modality } from '@/lib/contracts/project';
import { SPLITS } from '@/lib/contracts/project';
import type { FileFormat, RecordShape } from '@/server/files/file-format';
import type { FileRecord, RecordContent, RecordItem } from '@/server/files/records/file-record';
import { countingLabel } from '@/server/files/records/file-record';

/** Names as people, programs and attackers give them. */
const NASTY_NAMES = [
  'a,b;c\td',
  '"',
  'say ""hi""',
  'line\nbreak',
  'carriage\r\nreturn',
  '\u2028\u2029',
  ' around ',
  '../../etc/passwd',
  '/etc/passwd',
  '..\\..\\boot.ini',
  'train/cat/1.png',
  'cat_1',
  '.hidden',
  '__MACOSX/x',
  'CON',
  'A',
  'a',
  '%41',
  '=1+1',
  '[1]',
  '{"id":1}',
  'null',
  '007',
  '1e5',
  'é',
  'e\u0301',
  'naïve — 猫 🐈',
  '\ufeffmark',
  'x'.repeat(300),
];

/** Neither empty nor cut off: what a cell, a key or a file name must survive. */
const name = fc.oneof(
  fc.constantFrom(...NASTY_NAMES),
  fc.string({ unit: 'binary', minLength: 1, maxLength: 20 }),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }),
);

const optional = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: null });

const annotation = fc.record({
  label: optional(name),
  annotator: optional(name),
  seconds: optional(fc.double({ min: 0, max: 1e6, noNaN: true })),
  labeledAt: optional(
    fc
      .date({ min: new Date('1971-01-01'), max: new Date('2099-01-01'), noInvalidDate: true })
      .map((date) => date.toISOString()),
  ),
});

const IMAGE = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==',
  'base64',
);

function content(modality: Modality, features: number): fc.Arbitrary<RecordContent> {
  if (modality === 'text') return name.map((text) => ({ kind: 'text', text }));
  if (modality === 'features') {
    return fc
      .array(fc.float({ noNaN: true, noDefaultInfinity: true }), { minLength: features, maxLength: features })
      .map((values) => ({ kind: 'features', values: Float32Array.from(values, (value) => value + 0) }));
  }
  // bytes behind the picture make each image different
  return fc.tuple(name, fc.uint8Array({ maxLength: 20 })).map(([path, extra]) => {
    const bytes = Buffer.concat([IMAGE, extra]);
    return { kind: 'image', path, read: () => Promise.resolve(bytes) };
  });
}

/** Records of one kind with ids of their own. */
export function fileRecords(modality: Modality, features = 3): fc.Arbitrary<FileRecord[]> {
  const record = fc
    .record({
      id: name,
      split: optional(fc.constantFrom(...SPLITS)),
      fileLabel: optional(name),
      content: content(modality, features),
      annotations: fc.array(annotation, { maxLength: 3 }),
      inclusionProbability: optional(fc.double({ min: 0, max: 1, minExcluded: true, noNaN: true })),
      weight: optional(fc.double({ min: 0, max: 1e9, minExcluded: true, noNaN: true })),
    })
    .map(({ fileLabel, ...rest }): FileRecord => ({
      ...rest,
      label: countingLabel(fileLabel, rest.annotations),
    }));
  return fc.uniqueArray(record, { minLength: 1, maxLength: 8, selector: ({ id }) => id });
}

export function shapeOf(modality: Modality, classes: readonly string[] = [], features = 3): RecordShape {
  return { modality, features: modality === 'features' ? features : 0, classes };
}

/** Writes a file in whole. */
export async function writeRecords(
  format: FileFormat,
  records: Iterable<FileRecord>,
  shape: RecordShape,
  path: string,
): Promise<void> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of format.write(Readable.from(records), shape)) chunks.push(chunk);
  await writeFile(path, Buffer.concat(chunks));
}

/** All records of a file; rejections fail. */
export async function readAll(items: AsyncIterable<RecordItem>): Promise<FileRecord[]> {
  const records: FileRecord[] = [];
  for await (const item of items) {
    if ('rejection' in item) throw new Error(`${item.rejection.name}: ${item.rejection.reason}`);
    // what is read lazily is read in its turn
    records.push(await held(item.record));
  }
  return records;
}

async function held(record: FileRecord): Promise<FileRecord> {
  const { content: own } = record;
  if (own?.kind !== 'image' || !own.read) return record;
  const bytes = await own.read();
  return { ...record, content: { ...own, read: () => Promise.resolve(bytes) } };
}

/** Of a record what two files must agree in; images by their bytes, where both have them. */
export async function essence(record: FileRecord, withBytes: boolean, withPath: boolean) {
  const { content: own, ...facts } = record;
  if (own === null || own.kind === 'text') return { ...facts, content: own };
  if (own.kind === 'features') return { ...facts, features: Array.from(own.values) };
  const bytes =
    withBytes && own.read
      ? createHash('sha256')
          .update(await own.read())
          .digest('hex')
      : null;
  return { ...facts, bytes, path: withPath ? own.path : null };
}
