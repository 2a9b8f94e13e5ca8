import type { IngestRequest } from '@/lib/contracts/ingest';
import { AppError } from '@/lib/errors';
import { detectFormat } from '../formats/open-matrix-source';
import type { CandidateSource } from './candidate';
import { listFolder } from './folder-entries';
import { idxCandidates } from './idx-candidates';
import type { ImageEntry } from './image-entry';
import { imageCandidates } from './image-entry';
import { CommonFolders, createPathReader } from './path-reader';
import type { LocatedSource } from './locate-source';
import { rowCandidates } from './row-candidates';
import { openSourceLabels } from './source-labels';
import { ZipSource } from './zip-entries';

/** Opens what a request names, whatever its format. */
export async function openCandidates(
  request: IngestRequest,
  located: { readonly source: LocatedSource; readonly labels: LocatedSource | null },
  classes: readonly string[],
): Promise<CandidateSource> {
  const { path, name } = located.source;
  if (request.format === 'folder') return fromEntries(() => listFolder(path), request, classes);
  if (request.format === 'zip') {
    const zip = await ZipSource.open(path, name);
    return fromEntries(() => zip.list(), request, classes);
  }
  const labels = located.labels && (await openSourceLabels(located.labels.path, located.labels.name));
  if (request.format === 'idx') return idxCandidates(path, name, labels);
  const found = await detectFormat(path, name);
  if (found !== request.format) {
    throw new AppError(
      'bad-input',
      `${name} holds ${found}, not ${request.format}.`,
      `Choose the format ${found}.`,
    );
  }
  const split = request.split.by === 'column' ? request.split.column : undefined;
  return rowCandidates(path, name, { id: request.idColumn, label: request.labelColumn, split }, labels);
}

/** One pass over the names tells how many there are and what wraps them; the second one reads. */
async function fromEntries(
  list: () => AsyncIterable<ImageEntry>,
  request: IngestRequest,
  classes: readonly string[],
): Promise<CandidateSource> {
  const common = new CommonFolders();
  let count = 0;
  for await (const { path } of list()) {
    common.add(path);
    count++;
  }
  const splitByFolder = request.split.by === 'folder';
  return imageCandidates(
    { count, list },
    createPathReader({ common: common.folders, classes, splitByFolder }),
  );
}
