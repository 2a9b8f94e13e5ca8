import { basename, extname } from 'node:path';
import { AppError } from '@/lib/errors';
import { openCsvSource } from './csv-source';
import { readHead } from './file-bytes';
import { looksLikeGzip, looksLikeIdx } from './idx-file';
import { openIdxSource } from './idx-source';
import type { MatrixSource, SourceOptions } from './matrix-source';
import { NPY_MAGIC } from './npy-header';
import { openNpySource } from './npy-source';
import { openParquetSource } from './parquet-source';

export type FileFormat = 'npy' | 'csv' | 'parquet' | 'idx';

const EXTENSIONS: Readonly<Record<string, FileFormat>> = {
  '.npy': 'npy',
  '.csv': 'csv',
  '.tsv': 'csv',
  '.txt': 'csv',
  '.parquet': 'parquet',
  '.pq': 'parquet',
};

/** The format of a file by its first bytes; one whose name says another is refused, so that a mix-up is found here. */
export async function detectFormat(path: string, name: string = basename(path)): Promise<FileFormat> {
  const head = await readHead(path, 8, name);
  const found = formatOfBytes(head);
  const named = EXTENSIONS[extname(name).toLowerCase()];
  if (named && found && named !== found) throw wrongName(name, named, found);
  if (found) return found;
  if (named === 'csv') return 'csv';
  if (named) throw wrongName(name, named, null);
  throw new AppError(
    'bad-input',
    `${name} is none of the known formats.`,
    'Give a .npy, .csv or .parquet file, or an IDX file, gzipped or not.',
  );
}

function formatOfBytes(head: Buffer): FileFormat | null {
  if (head.subarray(0, 6).equals(NPY_MAGIC)) return 'npy';
  if (head.subarray(0, 4).toString('latin1') === 'PAR1') return 'parquet';
  return looksLikeIdx(head) || looksLikeGzip(head) ? 'idx' : null;
}

function wrongName(name: string, named: FileFormat, found: FileFormat | null): AppError {
  return new AppError(
    'bad-input',
    `${name} is named as ${named} but ${found ? `holds ${found}` : `does not begin as ${named} does`}.`,
    'Give the file its right extension, or save it again.',
  );
}

/** Opens any file of numbers, a row an example. @throws AppError `bad-input` naming the file */
export async function openMatrixSource(path: string, options: SourceOptions = {}): Promise<MatrixSource> {
  const format = await detectFormat(path, options.name ?? basename(path));
  if (format === 'npy') return openNpySource(path, options);
  if (format === 'csv') return openCsvSource(path, options);
  if (format === 'parquet') return openParquetSource(path, options);
  return openIdxSource(path, options);
}
