import { appendFile, readFile, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import { cellResultSchema, type CellResult } from '@/lib/studies/cell-result';
import { makeFolders, unwritable } from '../output-place';

const lineSchema = z.object({ key: z.string(), result: cellResultSchema });

/** One cell as a line of a `cells.jsonl`. */
export function cellLine(key: string, result: CellResult): string {
  return `${JSON.stringify({ key, result })}\n`;
}

/** Cells by their keys. A line that was cut off by a kill, or that another version wrote, is left out: it is run again. */
export function parseCells(text: string): Map<string, CellResult> {
  const cells = new Map<string, CellResult>();
  for (const line of text.split('\n')) {
    const parsed = lineSchema.safeParse(parseJson(line));
    if (parsed.success) cells.set(parsed.data.key, parsed.data.result);
  }
  return cells;
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

/** Keeps cells in a file as they finish. */
export interface CellsFile {
  readonly finished: ReadonlyMap<string, CellResult>;
  keep(key: string, result: CellResult): Promise<void>;
}

/**
 * @param resume goes on with the cells that the file has; else it is begun anew
 * @throws AppError `unavailable` where its folder cannot be made
 */
export async function openCellsFile(path: string, resume: boolean): Promise<CellsFile> {
  await makeFolders(dirname(path)).catch((error: unknown) => {
    throw unwritable(path, error);
  });
  const text = resume ? await readFile(path, 'utf8').catch(() => '') : '';
  if (!resume) await rm(path, { force: true });
  // a line that was cut off must not swallow the next one
  if (text !== '' && !text.endsWith('\n')) await appendFile(path, '\n');
  return {
    finished: parseCells(text),
    keep: (key, result) => appendFile(path, cellLine(key, result)),
  };
}
