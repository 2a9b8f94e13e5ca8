import { realpath, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename, isAbsolute, resolve, sep } from 'node:path';
import type { IngestRequest } from '@/lib/contracts/ingest';
import { AppError } from '@/lib/errors';
import type { Container } from '../../container';
import { uploadKey } from '../uploads.service';

type IngestSource = IngestRequest['source'];

/** A file or folder on this machine. */
export interface LocatedSource {
  readonly path: string;
  /** what the user calls it */
  readonly name: string;
}

/**
 * Where a source lies on this machine. Uploads are found in their project only; paths, links resolved, below the import
 * roots only, unless the server itself named them.
 *
 * @throws AppError `not-found`, `forbidden`
 */
export async function locateSource(
  container: Container,
  input: { projectId: string; source: IngestSource; trusted: boolean },
): Promise<LocatedSource> {
  const { source } = input;
  if (source.kind === 'upload') {
    const path = await container.blobs
      .localFile(uploadKey(input.projectId, source.uploadId))
      .catch((error: unknown) => {
        if (!(error instanceof AppError) || error.code !== 'not-found') throw error;
        throw new AppError(
          'not-found',
          `The upload “${source.fileName}” is not there any more.`,
          'Upload it again.',
        );
      });
    return { path, name: basename(source.fileName) };
  }
  const path = input.trusted ? source.path : await pathBelowRoots(container.env.importRoots, source.path);
  return { path, name: basename(path) };
}

/** @throws AppError `not-found`, `forbidden` */
export async function pathBelowRoots(roots: readonly string[], path: string): Promise<string> {
  const refused = new AppError(
    'forbidden',
    `“${path}” does not lie below an import folder of this server.`,
    roots.length > 0
      ? `Use a path below ${roots.join(' or ')}, or add its folder to WINNOW_IMPORT_ROOTS.`
      : 'Add its folder to WINNOW_IMPORT_ROOTS.',
  );
  if (!isAbsolute(path)) throw refused;
  const realRoots = await Promise.all(roots.map((root) => realpath(root).catch(() => resolve(root))));
  const isBelow = (candidate: string) =>
    realRoots.some(
      (root) => candidate === root || candidate.startsWith(root.endsWith(sep) ? root : root + sep),
    );
  const real = await realpath(path).catch(() => null);
  if (real !== null && isBelow(real)) return real;
  // Whether a path outside the roots exists is nobody's business.
  const mayKnow =
    real === null &&
    (isBelow(resolve(path)) || roots.some((root) => resolve(path).startsWith(resolve(root) + sep)));
  throw mayKnow
    ? new AppError(
        'not-found',
        `There is no “${path}” on the host ${hostname()}.`,
        'Check the path. Where Winnow runs on several hosts, each must see it: mount the folder on all of them, or upload the files.',
      )
    : refused;
}

/**
 * Two hosts where it is the same see the same file or folder at their paths: one disk, or one mount. Where it differs they
 * may see the same all the same.
 */
export async function fingerprintOf(path: string): Promise<string> {
  const { ino, size, mtimeNs, ctimeNs } = await stat(path, { bigint: true });
  return [ino, size, mtimeNs, ctimeNs].join('-');
}

/** @throws AppError `bad-input` where a folder is given for a file, or the other way round */
export async function checkKind(located: LocatedSource, kind: 'file' | 'folder'): Promise<void> {
  const information = await stat(located.path);
  if (kind === 'folder' ? information.isDirectory() : information.isFile()) return;
  throw new AppError(
    'bad-input',
    `${located.name} is not a ${kind}.`,
    `Name a ${kind}, or choose another format.`,
  );
}
