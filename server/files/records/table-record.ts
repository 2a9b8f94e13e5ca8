import type { RecordNames } from '../file-format';
import type { ContentColumns } from './content-columns';
import { readContent } from './content-columns';
import type { RecordItem } from './file-record';
import { rejectRecord } from './file-record';
import type { RecordColumn } from './record-columns';
import { readFacts } from './record-columns';

/** What the facts are called in a table. */
export function factColumn(column: RecordColumn, names: RecordNames): string {
  if (column === 'id' || column === 'label' || column === 'split') return names[column] ?? column;
  return column;
}

/** A row of a table with named columns as a record. */
export function tableRecord(input: {
  readonly place: string;
  readonly cell: (column: string) => unknown;
  readonly content: ContentColumns;
  readonly names: RecordNames;
  /** what the row is called where it has no id */
  readonly defaultId: string;
}): RecordItem {
  const { place, cell, names } = input;
  const facts = readFacts((column) => cell(factColumn(column, names)), input.defaultId);
  if ('problem' in facts) return rejectRecord(place, facts.problem.code, facts.problem.reason);
  const content = readContent(input.content, cell);
  if (content && 'problem' in content) {
    return rejectRecord(place, content.problem.code, content.problem.reason);
  }
  return { record: { ...facts, content }, place };
}

/** What a row without an id is called: an image by its name, anything else by file and row. */
export function idOfRow(fileName: string, row: number, content: ContentColumns, image: unknown): string {
  if (content?.kind === 'image' && typeof image === 'string' && image !== '') return image;
  return `${fileName.replace(/\.[^.]*$/, '')}/${row}`;
}
