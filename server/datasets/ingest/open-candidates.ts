import { dirname } from 'node:path';
import type { IngestRequest } from '@/lib/contracts/ingest';
import type { Modality } from '@/lib/contracts/project';
import { AppError } from '@/lib/errors';
import { withImageFiles } from '../../files/records/image-files';
import { recordFormat } from '../../files/registry';
import { FACTS_TABLE } from '../../files/zip/facts-table';
import { MAX_IMAGE_BYTES } from '../../images/image-limits';
import { detectFormat } from '../formats/open-matrix-source';
import { openTextTable } from '../formats/open-text-table';
import type { CandidateSource } from './candidate';
import { MAX_TEXT_BYTES } from './examine-text';
import type { FileEntries, FileEntry } from './file-entry';
import { listFolder } from './folder-entries';
import { idxCandidates } from './idx-candidates';
import { imageCandidates } from './image-candidates';
import type { PathReader } from './path-reader';
import { CommonFolders, createPathReader } from './path-reader';
import { recordCandidates } from './record-candidates';
import type { LocatedSource } from './locate-source';
import { rowCandidates } from './row-candidates';
import { openSourceLabels } from './source-labels';
import { textFileCandidates, textRowCandidates } from './text-candidates';
import { ZipSource } from './zip-entries';

interface Opening {
  readonly request: IngestRequest;
  readonly modality: Modality;
  readonly classes: readonly string[];
  readonly source: LocatedSource;
  readonly labels: LocatedSource | null;
}

/** Opens what a request names, whatever its format. */
export async function openCandidates(opening: Opening): Promise<CandidateSource> {
  const { request, modality, source } = opening;
  const { path, name } = source;
  const maximumBytes = modality === 'text' ? MAX_TEXT_BYTES : MAX_IMAGE_BYTES;
  if (request.format === 'folder') return fromEntries(() => listFolder(path, maximumBytes), opening);
  if (request.format === 'zip') {
    const zip = await ZipSource.open(path, name, maximumBytes);
    return (await zip.has(FACTS_TABLE)) ? fromRecords(opening) : fromEntries(() => zip.list(), opening);
  }
  const isTextTable = modality === 'text' && ['csv', 'jsonl', 'parquet'].includes(request.format);
  if (modality !== 'features' && request.format !== 'idx' && !isTextTable) return fromRecords(opening);
  if (modality === 'text') return fromTextTable(opening);
  const labels = opening.labels && (await openSourceLabels(opening.labels.path, opening.labels.name));
  if (request.format === 'idx') return idxCandidates(path, name, labels);
  const found = await detectFormat(path, name);
  if (found !== request.format) {
    throw new AppError(
      'bad-input',
      `${name} holds ${found}, not ${request.format}.`,
      `Choose the format ${found}.`,
    );
  }
  return rowCandidates(path, name, columnsOf(request), labels);
}

/**
 * Records of a file, with the images beside it that it only names: beside a path on the server, where whoever names the
 * path may read; an upload lies alone.
 */
function fromRecords({ request, modality, source: { path, name } }: Opening): CandidateSource {
  const { id, label, split } = columnsOf(request);
  const names = {
    ...(id !== undefined && { id }),
    ...(label !== undefined && { label }),
    ...(split !== undefined && { split }),
    ...(request.textColumn !== undefined && { text: request.textColumn }),
  };
  const kind = modality === 'image' ? 'image' : 'text';
  const format = recordFormat(request.format);
  const read = () => format.read({ path, name, names, modality: kind });
  const isNamedPath = request.source.kind === 'path';
  return recordCandidates(isNamedPath ? () => withImageFiles(read(), dirname(path)) : read, kind);
}

async function fromTextTable({ request, source: { path, name } }: Opening): Promise<CandidateSource> {
  const { format } = request;
  if (format !== 'csv' && format !== 'jsonl' && format !== 'parquet') {
    throw new AppError('bad-input', `Texts are not read from ${format}.`, 'Choose another format.');
  }
  const columns = { ...columnsOf(request), text: request.textColumn };
  const table = await openTextTable(path, name, format, columns);
  return textRowCandidates(table, columns, request.encoding ?? 'guess');
}

function columnsOf({ idColumn, labelColumn, split }: IngestRequest) {
  return { id: idColumn, label: labelColumn, split: split.by === 'column' ? split.column : undefined };
}

/** One pass over the names tells how many there are and what wraps them; the second one reads. */
async function fromEntries(
  list: () => AsyncIterable<FileEntry>,
  { request, modality, classes }: Opening,
): Promise<CandidateSource> {
  const common = new CommonFolders();
  let count = 0;
  for await (const { path } of list()) {
    common.add(path);
    count++;
  }
  const splitByFolder = request.split.by === 'folder';
  const readPath: PathReader = createPathReader({ common: common.folders, classes, splitByFolder });
  const entries: FileEntries = { count, list };
  return modality === 'text'
    ? textFileCandidates(entries, readPath, request.encoding ?? 'guess')
    : imageCandidates(entries, readPath);
}
