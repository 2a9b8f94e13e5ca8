import { stat } from 'node:fs/promises';
import { openForReading } from './file-bytes';
import { readJsonLines } from './jsonl-lines';
import type { TextRow, TextTable } from './text-table';

/** JSON Lines: an object a line, each with its own keys. @throws AppError `bad-input` where the file is not there */
export async function openJsonlTextTable(path: string, name: string): Promise<TextTable> {
  await (await openForReading(path, name)).close();
  const { size } = await stat(path);
  return { name, rows: null, columnNames: null, read: () => readRows(path, name, size) };
}

async function* readRows(path: string, name: string, size: number): AsyncGenerator<TextRow> {
  for await (const { index, place, value, problem, end } of readJsonLines(path, name)) {
    const cells = new Map(Object.entries(value ?? {}).map(([column, cell]) => [column, cellOf(cell)]));
    yield { index, place, cells, problem, shareRead: size === 0 ? 1 : end / size };
  }
}

function cellOf(cell: unknown): string | null {
  if (typeof cell === 'string') return cell;
  return typeof cell === 'number' || typeof cell === 'boolean' ? String(cell) : null;
}
