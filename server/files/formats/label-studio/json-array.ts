import { createReadStream } from 'node:fs';
import { AppError } from '@/lib/errors';
import { openForReading } from '../../../datasets/formats/file-bytes';

const MAX_ITEM_BYTES = 2 ** 26;
const [QUOTE, BACKSLASH, COMMA] = [0x22, 0x5c, 0x2c];
const OPENING = [0x5b, 0x7b];
const CLOSING = [0x5d, 0x7d];
const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);
const SPACES = [0x20, 0x09, 0x0a, 0x0d];

export interface JsonItem {
  readonly index: number;
  readonly value: unknown;
}

/**
 * The items of a JSON file that holds one list, each parsed by itself, so that the list may be longer than the memory.
 *
 * @throws AppError `bad-input` naming file and item where it is no list, or cut off
 */
export async function* readJsonArray(path: string, name: string): AsyncGenerator<JsonItem> {
  await (await openForReading(path, name)).close();
  const scanner = new ArrayScanner(name);
  const file = createReadStream(path, { highWaterMark: 2 ** 18 });
  try {
    let isFirst = true;
    for await (const chunk of file as AsyncIterable<Buffer>) {
      const hasMark = isFirst && chunk.subarray(0, 3).equals(BYTE_ORDER_MARK);
      isFirst = false;
      for (const bytes of scanner.scan(hasMark ? chunk.subarray(3) : chunk))
        yield { index: scanner.found - 1, value: scanner.parse(bytes) };
    }
  } finally {
    file.destroy();
  }
  scanner.end();
}

/** Finds where the items of a list begin and end: by brackets and quotes, which UTF-8 has nowhere else. */
class ArrayScanner {
  found = 0;
  private depth = 0;
  private inText = false;
  private escaped = false;
  private closed = false;
  private parts: Buffer[] = [];
  private length = 0;

  constructor(private readonly name: string) {}

  *scan(chunk: Buffer): Generator<Buffer> {
    let start = 0;
    for (let at = 0; at < chunk.length; at++) {
      const byte = chunk[at] as number;
      if (this.inText) {
        if (this.escaped) this.escaped = false;
        else if (byte === BACKSLASH) this.escaped = true;
        else if (byte === QUOTE) this.inText = false;
        continue;
      }
      if (this.depth === 0) {
        start = this.outside(byte, at);
        continue;
      }
      const ends = this.depth === 1 && (byte === COMMA || CLOSING.includes(byte));
      if (byte === QUOTE) this.inText = true;
      else if (OPENING.includes(byte)) this.depth++;
      else if (CLOSING.includes(byte)) this.depth--;
      if (!ends) continue;
      this.keep(chunk.subarray(start, at));
      start = at + 1;
      const item = this.take();
      if (item) yield item;
      else if (byte === COMMA || this.found > 0) throw this.broken('there is nothing between two commas');
      if (this.depth === 0) this.closed = true;
    }
    if (this.depth > 0) this.keep(chunk.subarray(start));
  }

  parse(bytes: Buffer): unknown {
    try {
      return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    } catch (error) {
      throw this.broken(`task ${this.found - 1} is not JSON in UTF-8`, error);
    }
  }

  end(): void {
    if (!this.closed) throw this.broken(`it ends within task ${this.found}`);
  }

  /** A byte before or after the list; gives where what follows begins. */
  private outside(byte: number, at: number): number {
    if (SPACES.includes(byte)) return at + 1;
    if (byte !== 0x5b || this.closed)
      throw this.broken(this.closed ? 'something follows the list' : 'it is no list');
    this.depth = 1;
    return at + 1;
  }

  private keep(bytes: Buffer): void {
    this.length += bytes.length;
    if (this.length > MAX_ITEM_BYTES)
      throw this.broken(`task ${this.found} is longer than ${MAX_ITEM_BYTES} bytes`);
    this.parts.push(bytes);
  }

  private take(): Buffer | null {
    const bytes = Buffer.concat(this.parts);
    this.parts = [];
    this.length = 0;
    if (bytes.every((byte) => SPACES.includes(byte))) return null;
    this.found++;
    return bytes;
  }

  private broken(reason: string, cause?: unknown): AppError {
    return new AppError(
      'bad-input',
      `${this.name} cannot be read as a list of tasks: ${reason}.`,
      'Export it again as JSON.',
      { cause },
    );
  }
}
