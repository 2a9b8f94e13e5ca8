import type { TextColumns, TextRow, TextTable } from '../formats/text-table';
import { columnsWith, textOf } from '../formats/text-table';
import type { CandidateSource, IngestItem } from './candidate';
import { reject } from './candidate';
import type { EncodingRule } from './examine-text';
import { examineText } from './examine-text';
import type { FileEntries, FileEntry } from './file-entry';
import { fileCandidates } from './file-entry';
import type { PathReader } from './path-reader';

/** Files that are read side by side, since each waits for the disk. */
const TEXTS_AT_ONCE = 8;

/** Text files as candidates, whatever their extension. */
export function textFileCandidates(
  entries: FileEntries,
  readPath: PathReader,
  rule: EncodingRule,
): CandidateSource {
  return fileCandidates(entries, { unit: 'texts', atOnce: TEXTS_AT_ONCE, examine });

  async function examine(entry: FileEntry): Promise<IngestItem> {
    const bytes = await entry.read();
    if ('problem' in bytes) return reject(entry.path, bytes.problem.code, bytes.problem.reason);
    const examined = examineText(bytes, rule);
    if ('problem' in examined) return reject(entry.path, examined.problem.code, examined.problem.reason);
    return { candidate: { key: entry.path, ...readPath(entry.path), ...examined } };
  }
}

/** The rows of a table that has a text in each. Columns named `text`, `id` and `label` are these unless others are named. */
export function textRowCandidates(
  table: TextTable,
  columns: TextColumns,
  rule: EncodingRule,
): CandidateSource {
  const { text, id, label, split } = columnsWith(table, columns);
  const stem = table.name.replace(/\.[^.]*$/, '');
  let shareRead = 0;
  return {
    unit: 'texts',
    columns: null,
    total: (position) => table.rows ?? (shareRead > 0 ? Math.round(position / shareRead) : null),
    items,
  };

  async function* items(position: number): AsyncGenerator<IngestItem> {
    for await (const row of table.read()) {
      shareRead = row.shareRead;
      if (row.index >= position) yield itemOf(row);
    }
  }

  function itemOf(row: TextRow): IngestItem {
    const place = `${table.name}, ${row.place}`;
    if (row.problem) return reject(place, 'broken-row', row.problem);
    const cell = row.cells.get(text);
    if (cell === undefined || cell === null) return reject(place, 'no-text', `It has no “${text}”.`);
    const ownId = id === null ? null : textOf(row.cells.get(id));
    if (id !== null && table.columnNames && ownId === null)
      return reject(place, 'no-id', 'The row has no id.');
    const examined = examineText(Buffer.isBuffer(cell) ? cell : Buffer.from(cell), rule);
    if ('problem' in examined) return reject(place, examined.problem.code, examined.problem.reason);
    const name = label === null ? null : textOf(row.cells.get(label));
    return {
      candidate: {
        key: ownId ?? `${stem}/${row.index}`,
        label: name === null ? null : { name },
        splitName: split === null ? null : textOf(row.cells.get(split)),
        ...examined,
      },
    };
  }
}
