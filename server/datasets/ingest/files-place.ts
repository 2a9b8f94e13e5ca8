import { buffer } from 'node:stream/consumers';
import { z } from 'zod';
import { AppError } from '@/lib/errors';
import type { Container } from '../../container';
import { uploadKey } from '../uploads.service';
import type { EntryFacts } from './file-entry';
import type { EntryProblem } from './entry-problem';
import { readInFolder } from './folder-entries';
import { fingerprintOf, locateSource } from './locate-source';
import { ReadAhead } from './read-ahead';
import { ReadAheadFile } from './read-ahead-file';
import type { ZipBytes } from './zip-entry';
import { readZipped } from './zip-entry';

/** Of a zip in the blob store, which may be a network away; what is wanted next lies beside it. */
const WINDOW_BYTES = 2 ** 21;

/** Where a folder or zip lies, for any worker that can reach it. */
export const filesPlaceSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('uploaded-zip'),
    projectId: z.string(),
    uploadId: z.string(),
    bytes: z.number(),
  }),
  z.object({
    kind: z.enum(['zip', 'folder']),
    projectId: z.string(),
    path: z.string(),
    /** it need not lie below an import root */
    trusted: z.boolean(),
    fingerprint: z.string(),
  }),
]);
export type FilesPlace = Readonly<z.infer<typeof filesPlaceSchema>>;

/** Files that a listing names. */
interface OpenFiles {
  read(facts: EntryFacts): Promise<Buffer | { readonly problem: EntryProblem }>;
  close(): Promise<void>;
}

/** Uploads are there for every worker. What lies at a path of a server is there for those that see the very same there. */
export async function reachesFiles(container: Container, place: FilesPlace): Promise<boolean> {
  if (place.kind === 'uploaded-zip') return true;
  try {
    return (await fingerprintOf(await locate(container, place))) === place.fingerprint;
  } catch {
    return false;
  }
}

export async function openFiles(
  container: Container,
  place: FilesPlace,
  maximumBytes: number,
): Promise<OpenFiles> {
  if (place.kind === 'uploaded-zip') return filesOfZip(uploadedZip(container, place), maximumBytes);
  const path = await locate(container, place);
  if (place.kind === 'zip') {
    const file = await ReadAheadFile.open(path);
    const close = () => new Promise<void>((resolve) => file.close(() => resolve()));
    return { ...filesOfZip(file, maximumBytes), close };
  }
  return {
    read(facts) {
      if (facts.kind !== 'in-folder') throw mixedUp();
      return readInFolder(path, facts, maximumBytes);
    },
    close: () => Promise.resolve(),
  };
}

function filesOfZip(archive: ZipBytes, maximumBytes: number): OpenFiles {
  return {
    read(facts) {
      if (facts.kind !== 'zipped') throw mixedUp();
      return readZipped(archive, facts, maximumBytes);
    },
    close: () => Promise.resolve(),
  };
}

/** Read in stretches where it lies, so that nobody needs room for a copy. */
function uploadedZip(
  { blobs }: Container,
  { projectId, uploadId, bytes }: FilesPlace & { kind: 'uploaded-zip' },
): ZipBytes {
  const key = uploadKey(projectId, uploadId);
  return new ReadAhead(bytes, WINDOW_BYTES, async (start, length) =>
    buffer(await blobs.stream(key, { start, end: start + length })),
  );
}

async function locate(
  container: Container,
  { projectId, path, trusted }: FilesPlace & { kind: 'zip' | 'folder' },
): Promise<string> {
  const source = { kind: 'path', path } as const;
  return (await locateSource(container, { projectId, source, trusted })).path;
}

function mixedUp(): AppError {
  return new AppError('internal', 'A listing does not belong to its files.');
}
