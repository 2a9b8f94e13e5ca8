import { stat } from 'node:fs/promises';
import type { IngestRequest } from '@/lib/contracts/ingest';
import type { ImageFiles } from './candidate';
import type { FilesPlace } from './files-place';
import { fingerprintOf } from './locate-source';

/** Image files take long enough to examine that it is worth sharing out; rows and texts are written in less. */
export interface PartedSource extends ImageFiles {
  readonly place: FilesPlace;
}

/** @param path where the source lies on this machine */
export async function placeOfFiles(
  path: string,
  {
    request: { source, format },
    projectId,
    trusted,
  }: { request: IngestRequest; projectId: string; trusted: boolean },
): Promise<FilesPlace> {
  if (source.kind === 'upload') {
    const { size } = await stat(path);
    return { kind: 'uploaded-zip', projectId, uploadId: source.uploadId, bytes: size };
  }
  const fingerprint = await fingerprintOf(path);
  const kind = format === 'folder' ? 'folder' : 'zip';
  return { kind, projectId, path: source.path, trusted, fingerprint };
}
