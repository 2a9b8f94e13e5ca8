import { promisify } from 'node:util';
import { crc32, inflateRaw } from 'node:zlib';
import type { Entry } from 'yauzl';
import yauzl from 'yauzl';
import { z } from 'zod';
import { toAppError } from '@/lib/errors';
import type { EntryProblem } from './entry-problem';
import { EndOfFileError } from './read-ahead';
import { tooManyBytes } from './too-many-bytes';

/** Images hardly compress, texts ten-fold; an entry that grows this much, once it is large, is a bomb. */
const MAX_ENTRY_RATIO = 100;
const BOMB_BYTES = 2 ** 20;

const STORED = 0;
const DEFLATED = 8;
const FILE_TYPE_MASK = 0o170000;
const REGULAR_FILE = 0o100000;

const LOCAL_HEADER_BYTES = 30;
const LOCAL_HEADER_SIGNATURE = 0x04034b50;

const inflate = promisify(inflateRaw);

/** What the directory of a zip says of one of its files; enough to read it without the directory. */
export const zippedSchema = z.object({
  kind: z.literal('zipped'),
  path: z.string(),
  /** of its local header */
  offset: z.number(),
  packedBytes: z.number(),
  bytes: z.number(),
  crc32: z.number(),
  method: z.number(),
  mode: z.number(),
  isEncrypted: z.boolean(),
});
export type ZippedFacts = Readonly<z.infer<typeof zippedSchema>>;

export function zippedFacts(entry: Entry): ZippedFacts {
  return {
    kind: 'zipped',
    path: yauzl.getFileNameLowLevel(entry.generalPurposeBitFlag, entry.fileNameRaw, entry.extraFields, false),
    offset: entry.relativeOffsetOfLocalHeader,
    packedBytes: entry.compressedSize,
    bytes: entry.uncompressedSize,
    crc32: entry.crc32,
    method: entry.compressionMethod,
    mode: entry.externalFileAttributes >>> 16,
    isEncrypted: entry.isEncrypted(),
  };
}

/** The bytes of an archive. */
export interface ZipBytes {
  /** @throws EndOfFileError where it ends before; else it is not the archive's fault */
  bytes(position: number, length: number): Promise<Buffer>;
}

/** The bytes of one file of an archive, or why they are not to be had. @throws what keeps the archive from being read */
export async function readZipped(
  archive: ZipBytes,
  facts: ZippedFacts,
  maximumBytes: number,
): Promise<Buffer | { readonly problem: EntryProblem }> {
  const problem = checkZipped(facts, maximumBytes);
  if (problem) return { problem };
  const packed = await readPacked(archive, facts);
  return 'problem' in packed ? packed : unpackChecked(packed, facts);
}

export function checkZipped(facts: ZippedFacts, maximumBytes: number): EntryProblem | null {
  const { path, mode, method, packedBytes, bytes } = facts;
  const unsafe = yauzl.validateFileName(path);
  if (unsafe || path.includes('\0'))
    return { code: 'unsafe-path', reason: 'Its path leads out of the archive.' };
  const type = mode & FILE_TYPE_MASK;
  if (type !== 0 && type !== REGULAR_FILE)
    return { code: 'not-a-file', reason: 'Links and devices are not followed.' };
  if (facts.isEncrypted) return { code: 'encrypted', reason: 'It is encrypted.' };
  if (method !== STORED && method !== DEFLATED) {
    return {
      code: 'unsupported-format',
      reason: `It is packed by a method that is not read (${method}).`,
    };
  }
  if (bytes > BOMB_BYTES && bytes > MAX_ENTRY_RATIO * packedBytes) {
    return { code: 'zip-bomb', reason: `It would grow from ${packedBytes} to ${bytes} bytes.` };
  }
  const most = Math.max(packedBytes, bytes);
  if (most > maximumBytes) return { code: 'too-large', reason: tooManyBytes(most, maximumBytes) };
  return null;
}

async function readPacked(
  archive: ZipBytes,
  { offset, packedBytes }: ZippedFacts,
): Promise<Buffer | { readonly problem: EntryProblem }> {
  try {
    const header = await archive.bytes(offset, LOCAL_HEADER_BYTES);
    if (header.readUInt32LE(0) !== LOCAL_HEADER_SIGNATURE)
      return broken('its header is not where it should be');
    const namesBytes = header.readUInt16LE(26) + header.readUInt16LE(28);
    return await archive.bytes(offset + LOCAL_HEADER_BYTES + namesBytes, packedBytes);
  } catch (error) {
    if (error instanceof EndOfFileError) return broken(error.message);
    throw error;
  }
}

async function unpackChecked(
  packed: Buffer,
  facts: ZippedFacts,
): Promise<Buffer | { readonly problem: EntryProblem }> {
  try {
    const bytes = facts.method === STORED ? packed : await unpack(packed, facts.bytes);
    if (!bytes || bytes.length > facts.bytes)
      return { problem: { code: 'too-large', reason: 'It grows beyond the size that the zip states.' } };
    if (crc32(bytes) === facts.crc32) return bytes;
    return { problem: { code: 'broken', reason: 'Its bytes do not fit the checksum in the zip.' } };
  } catch (error) {
    return broken(toAppError(error).message);
  }
}

function broken(why: string): { readonly problem: EntryProblem } {
  return { problem: { code: 'broken', reason: `It cannot be unpacked: ${why}.` } };
}

/** Null where it grows beyond so many bytes. */
async function unpack(packed: Buffer, mostBytes: number): Promise<Buffer | null> {
  try {
    return await inflate(packed, { maxOutputLength: Math.max(1, mostBytes) });
  } catch (error) {
    if (error instanceof RangeError && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE') return null;
    throw error;
  }
}
