import type { FileHandle } from 'node:fs/promises';
import type { AsyncBuffer, DecodedArray, FileMetaData } from 'hyparquet';
import { parquetScan } from 'hyparquet';
import { AppError, toAppError } from '@/lib/errors';
import { openForReading, readExactly, truncated } from './file-bytes';
import { parquetCompressors } from './parquet-compressors';
import { checkPages } from './parquet-pages';
import { overlookForgotten } from './parser-rejections';

/** One column of a range of rows within one row group. A scan of its own, because a scan keeps what it has read. */
export async function readParquetColumn(
  file: AsyncBuffer,
  metadata: FileMetaData,
  column: string,
  rowStart: number,
  rowEnd: number,
): Promise<DecodedArray> {
  await checkPages(file, metadata, { columns: [column], rowStart, rowEnd });
  const settings = { compressors: parquetCompressors, useOffsetIndex: false };
  const scan = await parquetScan({ file, metadata, columns: [column], ...settings });
  const cells = await scan.readColumn({ column, rowStart, rowEnd });
  if (cells.length === rowEnd - rowStart) return cells;
  throw new Error(`the column “${column}” has ${cells.length} of ${rowEnd - rowStart} rows`);
}

/** Reads through an open file; what the parser throws names the file. */
export async function withParquetFile<Result>(
  path: string,
  name: string,
  use: (file: AsyncBuffer) => Promise<Result>,
): Promise<Result> {
  const handle = await openForReading(path, name);
  try {
    const { size } = await handle.stat();
    const asked: Promise<unknown>[] = [];
    const file: AsyncBuffer = {
      byteLength: size,
      slice(start, end = size) {
        const bytes = readStretch(handle, { start, end, size }, name);
        asked.push(bytes.catch(() => undefined));
        return bytes;
      },
    };
    // Several are asked for at once, and those after the first that is not to be had are forgotten: none outlives the file.
    return await overlookForgotten(() => use(file).finally(() => Promise.all(asked)));
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw new AppError(
      'bad-input',
      `${name} cannot be read as Parquet: ${toAppError(error).message}.`,
      'Write it again, e.g. with pandas.DataFrame.to_parquet.',
      { cause: error },
    );
  } finally {
    await handle.close();
  }
}

/** Where a column lies stands in the file, and may be anywhere. */
async function readStretch(
  handle: FileHandle,
  { start, end, size }: { readonly start: number; readonly end: number; readonly size: number },
  name: string,
): Promise<ArrayBuffer> {
  if (!(start >= 0 && start <= end && end <= size)) throw truncated(name, end, size);
  return (await readExactly(handle, start, end - start, name)).buffer;
}

/** The cells of a column of names or texts; null where empty or neither text nor a number. */
export async function readTextColumn(
  file: AsyncBuffer,
  metadata: FileMetaData,
  column: string,
  range: { readonly start: number; readonly rows: number },
): Promise<(string | null)[]> {
  const cells = await readParquetColumn(file, metadata, column, range.start, range.start + range.rows);
  return Array.from(cells as ArrayLike<unknown>, asText);
}

function asText(cell: unknown): string | null {
  if (typeof cell === 'string') return cell === '' ? null : cell;
  return typeof cell === 'number' || typeof cell === 'bigint' || typeof cell === 'boolean'
    ? String(cell)
    : null;
}
