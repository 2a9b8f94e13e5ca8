import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { AppError } from '@/lib/errors';
import { openForReading } from './file-bytes';
import type { TextRow, TextTable } from './text-table';

/** A line longer than this is no row of texts that people read. */
const MAX_LINE_BYTES = 2 ** 26;
const LINE_FEED = 10;

/** JSON Lines: an object a line, each with its own keys. @throws AppError `bad-input` where the file is not there */
export async function openJsonlTextTable(path: string, name: string): Promise<TextTable> {
  await (await openForReading(path, name)).close();
  const { size } = await stat(path);
  return { name, rows: null, columnNames: null, read: () => readRows(path, name, size) };
}

async function* readRows(path: string, name: string, size: number): AsyncGenerator<TextRow> {
  let index = 0;
  for await (const { bytes, line, end } of readLines(path, name)) {
    if (bytes.length === 0 || bytes.toString('latin1').trim() === '') continue;
    const place = `row ${index} (line ${line})`;
    yield { index, place, ...readObject(bytes), shareRead: size === 0 ? 1 : end / size };
    index++;
  }
}

function readObject(line: Buffer): Pick<TextRow, 'cells' | 'problem'> {
  const broken = (problem: string) => ({ cells: new Map<string, null>(), problem });
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(line));
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      return broken('The line is no JSON object.');
    }
    return {
      cells: new Map(Object.entries(value).map(([column, cell]) => [column, cellOf(cell)])),
      problem: null,
    };
  } catch {
    return broken('The line is not JSON in UTF-8.');
  }
}

function cellOf(cell: unknown): string | null {
  if (typeof cell === 'string') return cell;
  return typeof cell === 'number' || typeof cell === 'boolean' ? String(cell) : null;
}

/** The lines of a file as bytes, so that a character is never cut between two chunks. */
async function* readLines(path: string, name: string) {
  const file = createReadStream(path, { highWaterMark: 2 ** 18 });
  let parts: Buffer[] = [];
  let length = 0;
  let line = 0;
  let end = 0;
  const take = () => {
    const bytes = Buffer.concat(parts);
    end += bytes.length + 1;
    parts = [];
    length = 0;
    line++;
    return { bytes, line, end };
  };
  try {
    for await (const chunk of file as AsyncIterable<Buffer>) {
      let start = 0;
      for (let stop = chunk.indexOf(LINE_FEED); stop >= 0; stop = chunk.indexOf(LINE_FEED, start)) {
        parts.push(chunk.subarray(start, stop));
        yield take();
        start = stop + 1;
      }
      parts.push(chunk.subarray(start));
      length += chunk.length - start;
      if (length > MAX_LINE_BYTES) {
        throw new AppError(
          'bad-input',
          `${name}, line ${line + 1} is longer than ${MAX_LINE_BYTES} bytes.`,
          'Give a file with one JSON object a line.',
        );
      }
    }
    if (length > 0) yield take();
  } finally {
    file.destroy();
  }
}
