import { basename } from 'node:path';
import { AppError } from '@/lib/errors';
import { restoreCell } from '@/lib/text/csv-line';
import { isHeader, readCsvRecords } from './csv-records';
import { openForReading, readExactly, truncated } from './file-bytes';
import { openIdxFile } from './idx-file';
import { readNpyHeader } from './npy-header';
import { decodeValues, elementType } from './npy-values';
import { detectFormat } from './open-matrix-source';

/** More classes than this is an id column taken for labels. */
const MAX_CLASSES = 100_000;

export interface Labels {
  /** a class number a row */
  readonly labels: Int32Array;
  /** names by class number, sorted; null where the file holds class numbers */
  readonly classNames: readonly string[] | null;
  /** an id a row; null where the file has none */
  readonly ids: readonly string[] | null;
}

/**
 * Labels, one a row: `.csv` with a header `label` (and optional `id`), `.npy` of integers, or IDX labels. Whole numbers
 * from 0 are class numbers; if any label of a CSV is none, all are names and are numbered in sorted order.
 *
 * @param name what to call the file in messages
 * @throws AppError `bad-input` naming the file, the row, and the remedy
 */
export async function readLabelsFile(path: string, name: string = basename(path)): Promise<Labels> {
  const format = await detectFormat(path, name);
  if (format === 'csv') return readCsvLabels(path, name);
  if (format === 'npy') return numbered(await readNpyLabels(path, name), name);
  if (format === 'idx') return numbered(await readIdxLabels(path, name), name);
  throw new AppError(
    'bad-input',
    `${name}: labels are not read from ${format}.`,
    'Give a .csv, .npy or IDX file.',
  );
}

function numbered(values: ArrayLike<number>, name: string): Labels {
  for (let row = 0; row < values.length; row++) {
    const value = values[row] as number;
    if (Number.isInteger(value) && value >= 0 && value < MAX_CLASSES) continue;
    throw new AppError(
      'bad-input',
      `${name}, row ${row}: ${value} is not a class number.`,
      `Number the classes from 0 up to ${MAX_CLASSES - 1} at most.`,
    );
  }
  return { labels: Int32Array.from(values), classNames: null, ids: null };
}

async function readNpyLabels(path: string, name: string): Promise<ArrayLike<number>> {
  const handle = await openForReading(path, name);
  try {
    const header = await readNpyHeader(handle, name);
    const type = elementType(header, name);
    if (!type.integer) {
      throw new AppError(
        'bad-input',
        `${name} holds ${header.type}, not integers.`,
        "Save the labels as .astype('int64').",
      );
    }
    const length = header.shape.reduce((product, axis) => product * axis, 1);
    if (header.shape.length === 0 || length !== header.shape[0]) {
      throw new AppError(
        'bad-input',
        `${name} has the shape (${header.shape.join(', ')}).`,
        'Save one label a row.',
      );
    }
    const { size } = await handle.stat();
    const expected = header.dataOffset + length * type.bytes;
    if (size < expected) throw truncated(name, expected, size);
    const bytes = await readExactly(handle, header.dataOffset, length * type.bytes, name);
    return decodeValues(bytes, type, header.littleEndian);
  } finally {
    await handle.close();
  }
}

async function readIdxLabels(path: string, name: string): Promise<ArrayLike<number>> {
  const file = await openIdxFile(path, name);
  if (file.shape.length !== 1) {
    throw new AppError(
      'bad-input',
      `${name} holds IDX images, not labels.`,
      'Give the file of the labels here.',
    );
  }
  const values = new Int32Array(file.shape[0] as number);
  for await (const { first, count, bytes } of file.items(2 ** 16)) {
    for (let index = 0; index < count; index++) {
      values[first + index] = file.type === 'bytes' ? (bytes[index] as number) : bytes.readInt32BE(index * 4);
    }
  }
  return values;
}

async function readCsvLabels(path: string, name: string): Promise<Labels> {
  const texts: string[] = [];
  const ids: string[] = [];
  let header: readonly string[] | null = null;
  let labelColumn = -1;
  let idColumn = -1;
  for await (const { cells, line, problem } of readCsvRecords(path, name)) {
    const place = `${name}, row ${texts.length} (line ${line})`;
    if (problem) throw new AppError('bad-input', `${place}: ${problem}.`, 'Mend the row.');
    if (!header) {
      header = cells;
      labelColumn = cells.indexOf('label');
      idColumn = cells.indexOf('id');
      if (labelColumn < 0 || !isHeader(cells)) {
        throw new AppError(
          'bad-input',
          `${name} has no column “label”.`,
          'Write “label” (and “id”) into its first line.',
        );
      }
      continue;
    }
    const text = cells.length === header.length ? cells[labelColumn] : undefined;
    if (text === undefined) {
      const reason = `${cells.length} cells where ${header.length} are expected`;
      throw new AppError('bad-input', `${place}: ${reason}.`, 'Complete the row.');
    }
    if (text === '')
      throw new AppError('bad-input', `${place}: the label is empty.`, 'Write a label or take the row out.');
    texts.push(restoreCell(text));
    if (idColumn >= 0) ids.push(restoreCell(cells[idColumn] as string));
  }
  return { ...nameClasses(texts, name), ids: idColumn >= 0 ? ids : null };
}

function nameClasses(texts: readonly string[], name: string): Omit<Labels, 'ids'> {
  if (texts.every((text) => /^[+-]?\d+$/.test(text))) return numbered(texts.map(Number), name);
  const classNames = [...new Set(texts)].sort();
  const numbers = new Map(classNames.map((className, index) => [className, index]));
  return { labels: Int32Array.from(texts, (text) => numbers.get(text) as number), classNames };
}
