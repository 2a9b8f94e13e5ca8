import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { AppError } from '@/lib/errors';
import type { CsvRecord } from './csv-records';
import { isHeader, readCsvRecords } from './csv-records';
import type { MatrixSource, RowBlock, RowProblem, SourceOptions } from './matrix-source';
import { factColumns, rowsPerBlock } from './matrix-source';

interface CsvLayout {
  readonly name: string;
  readonly header: readonly string[] | null;
  /** cells a row must have */
  readonly width: number;
  /** cell positions of the feature columns */
  readonly features: readonly number[];
  /** cell positions of the text columns that the file has */
  readonly text: ReadonlyMap<string, number>;
  readonly bytes: number;
}

/** A CSV file of numbers, with or without a header. */
export async function openCsvSource(path: string, options: SourceOptions = {}): Promise<MatrixSource> {
  const name = options.name ?? basename(path);
  const layout = await readLayout(path, name, options.textColumns ?? []);
  return {
    name,
    rows: null,
    columns: layout.features.length,
    columnNames: layout.header,
    blocks: () => readBlocks(path, layout),
  };
}

async function readLayout(path: string, name: string, named: readonly string[]): Promise<CsvLayout> {
  for await (const { cells, problem } of readCsvRecords(path, name)) {
    if (problem) throw new AppError('bad-input', `${name}, line 1: ${problem}.`, 'Mend the first line.');
    const header = isHeader(cells) ? cells : null;
    const text = new Map<string, number>();
    for (const column of [...factColumns(header ?? []), ...named]) {
      const position = header?.indexOf(column) ?? -1;
      if (position >= 0) text.set(column, position);
    }
    const taken = new Set(text.values());
    const features = cells.map((_, position) => position).filter((position) => !taken.has(position));
    return { name, header, width: cells.length, features, text, bytes: (await stat(path)).size };
  }
  throw new AppError('bad-input', `${name} is empty.`, 'Give a CSV file with a row an example.');
}

async function* readBlocks(path: string, layout: CsvLayout): AsyncGenerator<RowBlock> {
  const capacity = rowsPerBlock(layout.features.length);
  let block = new BlockBuilder(layout, 0, capacity);
  let row = 0;
  let waitsForHeader = layout.header !== null;
  for await (const record of readCsvRecords(path, layout.name)) {
    if (waitsForHeader) {
      waitsForHeader = false;
      continue;
    }
    block.add(record);
    row++;
    if (!block.full) continue;
    yield block.finish();
    block = new BlockBuilder(layout, row, capacity);
  }
  if (!block.empty) yield block.finish(1);
}

/** Collects records into one block of rows. */
class BlockBuilder {
  private readonly data: Float32Array;
  private readonly problems: RowProblem[] = [];
  private readonly text: Map<string, (string | null)[]>;
  private rows = 0;
  private bytes = 0;

  constructor(
    private readonly layout: CsvLayout,
    private readonly firstRow: number,
    private readonly capacity: number,
  ) {
    this.data = new Float32Array(capacity * layout.features.length);
    this.text = new Map([...layout.text.keys()].map((column) => [column, []]));
  }

  get full(): boolean {
    return this.rows === this.capacity;
  }

  get empty(): boolean {
    return this.rows === 0;
  }

  add(record: CsvRecord): void {
    const problem = this.readCells(record);
    if (problem) {
      const row = this.firstRow + this.rows;
      this.problems.push({ row, place: `row ${row} (line ${record.line})`, ...problem });
    }
    for (const [column, position] of this.layout.text) {
      this.text.get(column)?.push(record.cells[position] || null);
    }
    this.rows++;
    this.bytes = record.bytes;
  }

  finish(shareRead = Math.min(1, this.bytes / this.layout.bytes)): RowBlock {
    const columns = this.layout.features.length;
    const values = { data: this.data.subarray(0, this.rows * columns), rows: this.rows, columns };
    return { firstRow: this.firstRow, values, text: this.text, problems: this.problems, shareRead };
  }

  private readCells(record: CsvRecord): Pick<RowProblem, 'code' | 'reason'> | null {
    const { layout } = this;
    if (record.problem) return { code: 'broken-row', reason: record.problem };
    const found = record.cells.length;
    if (found !== layout.width) {
      return {
        code: found < layout.width ? 'short-row' : 'long-row',
        reason: `${found} cells where ${layout.width} are expected`,
      };
    }
    const start = this.rows * layout.features.length;
    for (let column = 0; column < layout.features.length; column++) {
      const position = layout.features[column] as number;
      const cell = record.cells[position] as string;
      const value = Math.fround(cell === '' ? NaN : Number(cell));
      this.data[start + column] = value;
      if (value - value === 0) continue;
      const columnName = layout.header ? `column “${layout.header[position]}”` : `column ${position}`;
      return isNumeral(cell)
        ? {
            code: 'not-finite',
            reason: `${columnName} is ${cell}, which float32 cannot hold as a finite number`,
          }
        : { code: 'not-a-number', reason: `${columnName} is “${cell.slice(0, 40)}”, not a number` };
    }
    return null;
  }
}

/** A numeral, if only of a number that is not finite (or too large for float32). */
function isNumeral(cell: string): boolean {
  return /^[+-]?(nan|inf|infinity)$/i.test(cell) || (cell !== '' && !Number.isNaN(Number(cell)));
}
