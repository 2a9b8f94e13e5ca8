import { createReadStream } from 'node:fs';
import { AppError } from '@/lib/errors';
import { openForReading } from './file-bytes';

/** A line longer than this is no row of anything that people read. */
const MAX_LINE_BYTES = 2 ** 26;
const LINE_FEED = 10;

export interface JsonLine {
  /** 0-based, empty lines not counted */
  readonly index: number;
  /** where in the file, for people: "row 17 (line 19)" */
  readonly place: string;
  /** the object of the line; null where it is none */
  readonly value: Readonly<Record<string, unknown>> | null;
  /** why there is no object */
  readonly problem: string | null;
  /** bytes up to the end of the line */
  readonly end: number;
}

/** The objects of a JSON Lines file, streamed. @throws AppError `bad-input` where the file is not there */
export async function* readJsonLines(path: string, name: string): AsyncGenerator<JsonLine> {
  await (await openForReading(path, name)).close();
  let index = 0;
  for await (const { bytes, line, end } of readLines(path, name)) {
    if (bytes.length === 0 || bytes.toString('latin1').trim() === '') continue;
    yield { index, place: `row ${index} (line ${line})`, ...readObject(bytes), end };
    index++;
  }
}

function readObject(line: Buffer): Pick<JsonLine, 'value' | 'problem'> {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(line));
    if (isObject(value)) return { value, problem: null };
    return { value: null, problem: 'The line is no JSON object.' };
  } catch {
    return { value: null, problem: 'The line is not JSON in UTF-8.' };
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
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
