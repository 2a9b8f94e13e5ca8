import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { AppError } from '@/lib/errors';
import { openForReading, readHead, truncated } from './file-bytes';

const GZIP_MAGIC = [0x1f, 0x8b];
/** Deflate packs no byte tighter, so that a header that states more lies. */
const MAX_DEFLATE_RATIO = 1032;
const REMEDY = 'Give an IDX file such as those of MNIST, gzipped or not.';

/** IDX element types that occur in practice: bytes (images, labels) and big-endian 32-bit integers (long labels). */
const ELEMENT_BYTES: Readonly<Record<number, number>> = { 0x08: 1, 0x0c: 4 };

export interface IdxFile {
  readonly name: string;
  readonly type: 'bytes' | 'integers';
  /** lengths of the axes, e.g. [60000, 28, 28] */
  readonly shape: readonly number[];
  /** the values as they stand in the file, in blocks of whole items of the first axis, from the first item on */
  items(itemsPerBlock: number): AsyncIterable<IdxItems>;
}

export interface IdxItems {
  readonly first: number;
  readonly count: number;
  readonly bytes: Buffer;
}

/** True for the first bytes of an IDX file: two zeros, a known element type, at least one axis. */
export function looksLikeIdx(head: Uint8Array): boolean {
  return head[0] === 0 && head[1] === 0 && (head[2] as number) in ELEMENT_BYTES && (head[3] as number) > 0;
}

/** True for the first bytes of a gzip file. */
export function looksLikeGzip(head: Uint8Array): boolean {
  return head[0] === GZIP_MAGIC[0] && head[1] === GZIP_MAGIC[1];
}

/**
 * Opens an IDX file (format: yann.lecun.com/exdb/mnist), gzipped or not; it is streamed, never held whole.
 *
 * @throws AppError `bad-input` for another format; reading throws where the file is cut off or its gzip is damaged
 */
export async function openIdxFile(path: string, name: string = basename(path)): Promise<IdxFile> {
  const zipped = looksLikeGzip(await readHead(path, 2, name));
  const header = await readHeader(path, zipped, name);
  const elementBytes = ELEMENT_BYTES[header.type] as number;
  const itemBytes = header.shape.slice(1).reduce((product, length) => product * length, elementBytes);
  await checkSize(path, name, { ...header, zipped, itemBytes });
  return {
    name,
    type: header.type === 0x08 ? 'bytes' : 'integers',
    shape: header.shape,
    items: (itemsPerBlock) => readItems(path, zipped, name, { ...header, itemBytes, itemsPerBlock }),
  };
}

/** What is read is held a block at a time: sizes that the file cannot hold are refused before anything is. */
async function checkSize(
  path: string,
  name: string,
  { zipped, shape, itemBytes }: { zipped: boolean; shape: readonly number[]; itemBytes: number },
): Promise<void> {
  const { size } = await stat(path);
  const stated = 4 + 4 * shape.length + (shape[0] as number) * itemBytes;
  if (!zipped && !(stated <= size)) throw truncated(name, stated, size);
  if (itemBytes === 0) throw new AppError('bad-input', `${name} has items of no values.`, REMEDY);
  if (Math.max(stated, itemBytes) <= size * MAX_DEFLATE_RATIO) return;
  throw new AppError('bad-input', `${name} cannot hold the ${stated} bytes that it states.`, REMEDY);
}

async function readHeader(path: string, zipped: boolean, name: string) {
  const head = Buffer.alloc(4 + 4 * 255);
  let filled = 0;
  for await (const chunk of byteStream(path, zipped, name)) {
    filled += chunk.copy(head, filled);
    if (filled >= 4 && filled >= 4 + 4 * (head[3] as number)) break;
  }
  if (filled < 4 || !looksLikeIdx(head)) {
    throw new AppError(
      'bad-input',
      `${name} does not begin as an IDX file of bytes or integers does.`,
      REMEDY,
    );
  }
  const axes = head[3] as number;
  if (filled < 4 + 4 * axes) throw truncated(name, 4 + 4 * axes, filled);
  const shape = Array.from({ length: axes }, (_, axis) => head.readUInt32BE(4 + 4 * axis));
  return { type: head[2] as number, shape };
}

interface ItemLayout {
  readonly shape: readonly number[];
  readonly itemBytes: number;
  readonly itemsPerBlock: number;
}

async function* readItems(
  path: string,
  zipped: boolean,
  name: string,
  layout: ItemLayout,
): AsyncGenerator<IdxItems> {
  const total = layout.shape[0] as number;
  const headerBytes = 4 + 4 * layout.shape.length;
  let skip = headerBytes;
  let first = 0;
  let filled = 0;
  let block = newBlock(0);
  if (total === 0) return;
  for await (const chunk of byteStream(path, zipped, name)) {
    let position = Math.min(skip, chunk.length);
    skip -= position;
    while (position < chunk.length && first < total) {
      const copied = chunk.copy(block, filled, position);
      position += copied;
      filled += copied;
      if (filled < block.length) continue;
      const count = block.length / layout.itemBytes;
      yield { first, count, bytes: block };
      first += count;
      filled = 0;
      block = newBlock(first);
    }
    if (first >= total) return;
  }
  throw truncated(
    name,
    headerBytes + total * layout.itemBytes,
    headerBytes + first * layout.itemBytes + filled,
  );

  function newBlock(from: number): Buffer {
    return Buffer.allocUnsafe(Math.max(0, Math.min(layout.itemsPerBlock, total - from)) * layout.itemBytes);
  }
}

/** The bytes of the file, unzipped where they are zipped. A damaged gzip ends with an AppError. */
async function* byteStream(path: string, zipped: boolean, name: string): AsyncGenerator<Buffer> {
  const handle = await openForReading(path, name);
  await handle.close();
  const file = createReadStream(path, { highWaterMark: 2 ** 18 });
  const bytes: Readable = zipped ? file.pipe(createGunzip({ chunkSize: 2 ** 18 })) : file;
  file.on('error', (error) => bytes.destroy(error));
  try {
    for await (const chunk of bytes) yield chunk as Buffer;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new AppError(
      'bad-input',
      `${name} cannot be read to its end: ${reason}.`,
      'Copy or download the file again.',
      {
        cause: error,
      },
    );
  } finally {
    bytes.destroy();
    file.destroy();
  }
}
