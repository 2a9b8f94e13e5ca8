import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { extract } from 'tar-stream';
import { AppError, toAppError } from '@/lib/errors';
import type { BackupManifest } from './archive-format';
import { HEADER_ENTRY, headerSchema, MANIFEST_ENTRY, manifestSchema, SEAL_ENTRY } from './archive-format';

const GZIP = Buffer.from([0x1f, 0x8b]);
/** The longest entry that is held in memory: a manifest of some millions of blobs. */
const TEXT_LIMIT = 2 ** 30;

interface ArchiveEntry {
  readonly name: string;
  readonly bytes: number;
  /** to be read to its end before the next entry comes */
  readonly chunks: AsyncIterable<Uint8Array>;
}

const REMEDY = 'Take another copy of the backup, or an earlier one.';

function damaged(what: string, cause?: unknown): AppError {
  return new AppError('bad-input', `The backup is damaged: ${what}.`, REMEDY, { cause });
}

/** The entries in their order. @throws AppError `bad-input` saying behind which entry the archive is damaged or ends */
export async function* readArchive(path: string): AsyncGenerator<ArchiveEntry, void> {
  const tar = extract();
  const stages = (await isGzipped(path)) ? [createGunzip()] : [];
  let failure: unknown = null;
  const fed = pipeline([createReadStream(path), ...stages, tar]).catch((error: unknown) => {
    failure = error;
    tar.destroy(error as Error);
  });
  let last = '';
  const where = () => (last ? `it cannot be read in or after “${last}”` : 'it is no archive');
  try {
    for await (const entry of tar) {
      const { name, size = 0, type } = entry.header;
      if (type !== 'file') throw damaged(`“${name}” is no file`);
      last = name;
      yield { name, bytes: size, chunks: readable(entry as AsyncIterable<Uint8Array>, where) };
    }
    await fed;
    if (failure) throw damaged(where(), failure);
  } catch (error) {
    throw toAppError(error).code === 'internal' ? damaged(where(), error) : error;
  } finally {
    tar.destroy();
    await fed;
  }
}

async function* readable(chunks: AsyncIterable<Uint8Array>, where: () => string): AsyncGenerator<Uint8Array> {
  try {
    yield* chunks;
  } catch (error) {
    throw damaged(where(), error);
  }
}

/** Reads all of it and compares every entry with the manifest. @throws AppError `bad-input` naming the entry */
export async function verifyArchive(
  path: string,
  onEntry: (name: string, bytes: number) => void = () => undefined,
): Promise<BackupManifest> {
  const found = new Map<string, { bytes: number; sha256: string }>();
  let manifest: { text: Buffer; parsed: BackupManifest } | null = null;
  let sealed = false;
  let last = '';
  for await (const { name, bytes, chunks } of readArchive(path)) {
    if (sealed) throw damaged(`“${name}” comes after its end`);
    if (found.has(name)) throw damaged(`“${name}” is there twice`);
    if (last === '' && name !== HEADER_ENTRY) throw notOurs();
    const isText = [HEADER_ENTRY, MANIFEST_ENTRY, SEAL_ENTRY].includes(name);
    const { sha256, text } = await digest(chunks, isText ? bytes : null);
    if (name === HEADER_ENTRY && !headerSchema.safeParse(parseJson(text)).success) throw notOurs();
    if (name === MANIFEST_ENTRY) manifest = { text, parsed: parseManifest(text) };
    else if (name === SEAL_ENTRY) {
      const expected = manifest && createHash('sha256').update(manifest.text).digest('hex');
      if (text.toString('utf8') !== expected) throw damaged(`“${MANIFEST_ENTRY}” was altered`);
      sealed = true;
    } else found.set(name, { bytes, sha256 });
    onEntry(name, bytes);
    last = name;
  }
  if (!manifest || !sealed) throw damaged(last ? `it ends after “${last}”` : 'it is empty');
  compare(manifest.parsed, found);
  return manifest.parsed;
}

function compare(manifest: BackupManifest, found: Map<string, { bytes: number; sha256: string }>): void {
  for (const { name, bytes, sha256 } of manifest.entries) {
    const entry = found.get(name);
    if (!entry) throw damaged(`“${name}” is missing`);
    if (entry.bytes !== bytes || entry.sha256 !== sha256) throw damaged(`“${name}” was altered`);
    found.delete(name);
  }
  const [extra] = found.keys();
  if (extra !== undefined) throw damaged(`“${extra}” does not belong to it`);
}

/** @param textBytes how many bytes to keep; null: none */
async function digest(chunks: AsyncIterable<Uint8Array>, textBytes: number | null) {
  if ((textBytes ?? 0) > TEXT_LIMIT) throw damaged('its manifest is too long');
  const hash = createHash('sha256');
  const kept: Uint8Array[] = [];
  for await (const chunk of chunks) {
    hash.update(chunk);
    if (textBytes !== null) kept.push(chunk);
  }
  return { sha256: hash.digest('hex'), text: Buffer.concat(kept) };
}

function parseManifest(text: Buffer): BackupManifest {
  const parsed = manifestSchema.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  throw damaged(`“${MANIFEST_ENTRY}” was altered`, parsed.error);
}

function parseJson(text: Buffer): unknown {
  try {
    return JSON.parse(text.toString('utf8')) as unknown;
  } catch {
    return undefined;
  }
}

const notOurs = () =>
  new AppError(
    'bad-input',
    'The file is no backup of Winnow that this release can read.',
    'Name a file that `winnow backup` wrote; a newer release reads what it wrote itself.',
  );

async function isGzipped(path: string): Promise<boolean> {
  let file;
  try {
    file = await open(path);
  } catch (cause) {
    throw new AppError('bad-input', `${path} cannot be read: ${(cause as Error).message}.`, '', { cause });
  }
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(GZIP.length), 0, GZIP.length, 0);
    return bytesRead === GZIP.length && buffer.equals(GZIP);
  } finally {
    await file.close();
  }
}
