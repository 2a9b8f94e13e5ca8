import type { FileHandle } from 'node:fs/promises';
import { basename } from 'node:path';
import { AppError } from '@/lib/errors';
import { openForReading, readExactly, truncated } from './file-bytes';
import type { MatrixSource, RowBlock, SourceOptions } from './matrix-source';
import { findNonFinite, rowsPerBlock } from './matrix-source';
import type { NpyHeader } from './npy-header';
import { readNpyHeader } from './npy-header';
import { decodeValues, elementType } from './npy-values';

/**
 * A `.npy` array as a matrix: the first axis counts the rows, all others are laid out in one row (C order).
 * Rows are read by position, in Fortran order column by column, so that memory stays at one block.
 */
export async function openNpySource(path: string, options: SourceOptions = {}): Promise<MatrixSource> {
  const name = options.name ?? basename(path);
  const handle = await openForReading(path, name);
  try {
    const header = await readNpyHeader(handle, name);
    const { rows, columns } = await checkShape(handle, header, name);
    return {
      name,
      rows,
      columns,
      columnNames: null,
      blocks: () => readBlocks(path, header, rows, columns, name),
    };
  } finally {
    await handle.close();
  }
}

async function checkShape(handle: FileHandle, header: NpyHeader, name: string) {
  const { shape } = header;
  if (shape.length === 0) {
    throw new AppError(
      'bad-input',
      `${name} holds a single number, not a row an example.`,
      'Save a 2-D array.',
    );
  }
  if (header.fortranOrder && shape.length > 2) {
    throw new AppError(
      'bad-input',
      `${name} has ${shape.length} axes in Fortran order.`,
      'Save it by numpy.save(path, numpy.ascontiguousarray(array)).',
    );
  }
  const rows = shape[0] as number;
  const columns = shape.slice(1).reduce((product, length) => product * length, 1);
  const expected = header.dataOffset + rows * columns * elementType(header, name).bytes;
  const { size } = await handle.stat();
  if (size < expected) throw truncated(name, expected, size);
  // Rows of nothing take no bytes: a header of a few could name more of them than anybody can count.
  if (rows > 0 && !(columns > 0)) {
    throw new AppError('bad-input', `${name} has rows of no values.`, 'Save an array with columns.');
  }
  return { rows, columns };
}

async function* readBlocks(
  path: string,
  header: NpyHeader,
  rows: number,
  columns: number,
  name: string,
): AsyncGenerator<RowBlock> {
  const handle = await openForReading(path, name);
  const read = header.fortranOrder && columns > 1 ? readFortranRows : readRows;
  try {
    const step = rowsPerBlock(columns);
    for (let firstRow = 0; firstRow < rows; firstRow += step) {
      const count = Math.min(step, rows - firstRow);
      const data = await read(handle, header, { firstRow, count, rows, columns, name });
      const values = { data, rows: count, columns };
      const problems = findNonFinite(values, firstRow);
      yield { firstRow, values, text: new Map(), problems, shareRead: (firstRow + count) / rows };
    }
  } finally {
    await handle.close();
  }
}

interface RowRange {
  readonly firstRow: number;
  readonly count: number;
  readonly rows: number;
  readonly columns: number;
  readonly name: string;
}

async function readRows(handle: FileHandle, header: NpyHeader, range: RowRange): Promise<Float32Array> {
  const type = elementType(header, range.name);
  const rowBytes = range.columns * type.bytes;
  const position = header.dataOffset + range.firstRow * rowBytes;
  const bytes = await readExactly(handle, position, range.count * rowBytes, range.name);
  const values = decodeValues(bytes, type, header.littleEndian);
  return values instanceof Float32Array ? values : Float32Array.from(values);
}

async function readFortranRows(
  handle: FileHandle,
  header: NpyHeader,
  range: RowRange,
): Promise<Float32Array> {
  const type = elementType(header, range.name);
  const data = new Float32Array(range.count * range.columns);
  for (let column = 0; column < range.columns; column++) {
    const position = header.dataOffset + (column * range.rows + range.firstRow) * type.bytes;
    const bytes = await readExactly(handle, position, range.count * type.bytes, range.name);
    const values = decodeValues(bytes, type, header.littleEndian);
    for (let row = 0; row < range.count; row++) data[row * range.columns + column] = values[row] as number;
  }
  return data;
}
