import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { IngestFormat, IngestRequest } from '@/lib/contracts/ingest';
import type { Modality } from '@/lib/contracts/project';
import { AppError } from '@/lib/errors';
import { textTableFormat } from '../datasets/formats/open-text-table';
import type { CandidateImage, CandidateText, Rejection, SourceLabel } from '../datasets/ingest/candidate';
import { openCandidates } from '../datasets/ingest/open-candidates';

/** Which columns of a table hold what; their usual names unless named. */
export interface ContentColumns {
  readonly textColumn?: string;
  readonly idColumn?: string;
  readonly labelColumn?: string;
}

export interface ContentItem {
  readonly key: string;
  readonly label: SourceLabel | null;
  readonly bytes: Buffer;
}

export interface ContentCounts {
  items: number;
  duplicates: number;
  rejected: number;
}

/**
 * The images or texts of a folder, zip, table or IDX file, in the order in which the same file would be ingested: what
 * cannot be used is told to `onReject`, and the second and later of equal contents are passed over.
 *
 * @throws AppError `bad-input` naming the file
 */
export async function* readContents(
  path: string,
  modality: Modality,
  columns: ContentColumns,
  counts: ContentCounts,
  onReject: (rejection: Rejection) => void,
): AsyncGenerator<ContentItem> {
  const name = basename(path);
  const request: IngestRequest = {
    format: await formatOf(path, modality),
    source: { kind: 'path', path },
    split: { by: 'fixed', split: 'pool' },
    addClasses: true,
    ...columns,
  };
  const source = await openCandidates({
    request,
    modality,
    classes: [],
    source: { path, name },
    labels: null,
  });
  const seen = new Set<string>();
  for await (const item of source.items(0, null)) {
    if ('rejection' in item) {
      counts.rejected++;
      onReject(item.rejection);
      continue;
    }
    const { key, label, contentHash, content } = item.candidate;
    if (seen.has(contentHash)) {
      counts.duplicates++;
      continue;
    }
    seen.add(contentHash);
    if (content.kind === 'row') throw new AppError('internal', `${name} holds rows of numbers.`);
    counts.items++;
    yield { key, label, bytes: bytesOf(content) };
  }
}

function bytesOf(content: CandidateImage | CandidateText): Buffer {
  return content.kind === 'image' ? content.original : content.bytes;
}

async function formatOf(path: string, modality: Modality): Promise<IngestFormat> {
  const information = await stat(path).catch(() => null);
  if (!information) {
    throw new AppError('bad-input', `${basename(path)}: there is no such file or folder.`, 'Check the path.');
  }
  if (information.isDirectory()) return 'folder';
  if (/\.zip$/i.test(path)) return 'zip';
  if (modality === 'image') return 'idx';
  const format = textTableFormat(path);
  if (format) return format;
  throw new AppError(
    'bad-input',
    `${basename(path)} is none of the known tables of texts.`,
    'Give a folder, a .zip, .csv, .jsonl or .parquet file.',
  );
}
