import { writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { makeFolders, unwritable } from '../output-place';

/** Writes a result, with the folders above it. @throws AppError `unavailable` where the disk does not let it */
export async function writeOutput(path: string, bytes: Uint8Array | string): Promise<void> {
  try {
    await makeFolders(dirname(path));
    await writeFile(path, bytes);
  } catch (error) {
    throw unwritable(path, error);
  }
}

export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
}

const SECONDS_BETWEEN_LINES = 5;

/** Progress on stderr: one line that is written over on a terminal, else a line now and then. Silent with --json. */
export class ProgressLine {
  private lastWritten = 0;
  private readonly startedAt = performance.now();

  constructor(private readonly silent: boolean) {}

  /**
   * @param total null while nobody can tell
   * @param detail what else is known of the work, e.g. how long it will take
   */
  show(done: number, total: number | null, unit: string, detail = ''): void {
    if (this.silent) return;
    const seconds = (performance.now() - this.startedAt) / 1000;
    if (!process.stderr.isTTY && done !== total && seconds - this.lastWritten < SECONDS_BETWEEN_LINES) return;
    this.lastWritten = seconds;
    const amount = `${done}${total === null ? '' : ` of ${total}`} ${unit}`;
    const line = `${amount}, ${seconds.toFixed(0)} s${detail && `, ${detail}`}`;
    if (process.stderr.isTTY) process.stderr.write(`\r${line.padEnd(72)}${done === total ? '\n' : ''}`);
    else process.stderr.write(`${line}\n`);
  }
}
