import { extname } from 'node:path';
import { AppError } from '@/lib/errors';
import { openCsvTextTable } from './csv-text-table';
import { readHead } from './file-bytes';
import { openJsonlTextTable } from './jsonl-text-table';
import { openParquetTextTable } from './parquet-text-table';
import type { TextColumns, TextTable } from './text-table';

export type TextTableFormat = 'csv' | 'jsonl' | 'parquet';

const EXTENSIONS: Readonly<Record<string, TextTableFormat>> = {
  '.csv': 'csv',
  '.tsv': 'csv',
  '.jsonl': 'jsonl',
  '.ndjson': 'jsonl',
  '.parquet': 'parquet',
  '.pq': 'parquet',
};

/** The format that a table of texts has by its name; null where the name says none. */
export function textTableFormat(name: string): TextTableFormat | null {
  return EXTENSIONS[extname(name).toLowerCase()] ?? null;
}

/** Opens a table with a text a row. @throws AppError `bad-input` naming the file */
export async function openTextTable(
  path: string,
  name: string,
  format: TextTableFormat,
  columns: TextColumns = {},
): Promise<TextTable> {
  const isParquet = (await readHead(path, 4, name)).toString('latin1') === 'PAR1';
  if (isParquet !== (format === 'parquet')) {
    throw new AppError(
      'bad-input',
      `${name} ${isParquet ? 'holds Parquet' : 'is no Parquet file'}.`,
      `Choose the format ${isParquet ? 'parquet' : 'that it has'}.`,
    );
  }
  if (format === 'csv') return openCsvTextTable(path, name);
  if (format === 'jsonl') return openJsonlTextTable(path, name);
  const { text = 'text', id = 'id', label = 'label', split } = columns;
  return openParquetTextTable(path, name, [text, id, label, ...(split === undefined ? [] : [split])]);
}
