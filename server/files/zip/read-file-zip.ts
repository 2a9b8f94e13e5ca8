import { extname } from 'node:path';
import type { Modality } from '@/lib/contracts/project';
import { MAX_IMAGE_BYTES } from '../../images/image-limits';
import { IMAGE_TYPES } from '../../images/image-type';
import { MAX_TEXT_BYTES } from '../../datasets/ingest/examine-text';
import type { FileEntry } from '../../datasets/ingest/file-entry';
import { CommonFolders } from '../../datasets/ingest/path-reader';
import { parseSplit } from '../../datasets/ingest/split-name';
import { ZipSource } from '../../datasets/ingest/zip-entries';
import type { FileSource } from '../file-format';
import type { RecordFacts, RecordItem } from '../records/file-record';
import { rejectRecord } from '../records/file-record';
import { withSpoolFolder } from './spool-file';
import type { TableRows } from './rows-by-path';
import { RowsByPath } from './rows-by-path';
import type { TableRow, UnpackedTable } from './zip-tables';
import { folderOf, isZipTable, readZipTable } from './zip-tables';

const IMAGE_EXTENSIONS: readonly string[] = Object.values(IMAGE_TYPES).flatMap(
  ({ extensions }) => extensions,
);

/** How a kind of zip is to be understood. */
export interface ZipReading {
  /** What the path of a file alone says. @param below the path below the folders that all files share */
  readonly factsOf: (path: string, below: string) => Pick<RecordFacts, 'id' | 'split' | 'label'>;
  /** further tables of this kind of zip, beside those that every zip may have */
  readonly isTable?: (path: string) => boolean;
  /** rows of all those tables together */
  readonly readTables?: (tables: readonly UnpackedTable[], zipName: string) => AsyncIterable<TableRow>;
}

/**
 * The files of a zip as records, with what the tables beside them say. Where each table has its files in the order of the
 * zip, a row is held at a time; else the rows that are ahead of their files are held.
 */
export function readFileZip(source: FileSource, reading: ZipReading): AsyncGenerator<RecordItem> {
  const { path, name } = source;
  const isTable = (entry: string) => isZipTable(entry) || (reading.isTable?.(entry) ?? false);
  return withSpoolFolder(async function* (folder) {
    const zip = await ZipSource.open(path, name, Math.max(MAX_IMAGE_BYTES, MAX_TEXT_BYTES));
    const tables = await zip.extract(isTable, (index) => folder.path(`table-${index}`));
    const rows = new RowsByPath(tablesOf(tables, name, reading));
    const common = new CommonFolders();
    let files = 0;
    for await (const entry of zip.list()) {
      if (isTable(entry.path)) continue;
      common.add(entry.path);
      files++;
    }
    const wrapping = lengthOfWrapping(common.folders);
    for await (const entry of zip.list()) {
      if (isTable(entry.path)) continue;
      const { row, broken } = await rows.find(entry.path);
      yield* broken.map(({ item }) => item);
      const own = reading.factsOf(entry.path, entry.path.slice(wrapping));
      if (!row) yield await recordOf(entry, bare(own), source);
      else if ('rejection' in row.item) yield row.item;
      else yield await recordOf(entry, factsWith(row, row.item.record, own), source);
    }
    // Lists without the images themselves are a format too; one image missing among others is not.
    for await (const { path: missing, item } of rows.rest()) {
      yield 'rejection' in item || files > 0 ? missingFile(missing, item) : named(item, missing);
    }
  });
}

function tablesOf(
  tables: readonly UnpackedTable[],
  zipName: string,
  { isTable, readTables }: ZipReading,
): TableRows[] {
  const own = tables.filter(({ path }) => isZipTable(path));
  const further = isTable ? tables.filter(({ path }) => isTable(path)) : [];
  return [
    ...own.map((table) => ({ folder: folderOf(table), rows: readZipTable(table, zipName) })),
    ...(readTables ? [{ folder: '', rows: readTables(further, zipName) }] : []),
  ];
}

function bare(facts: Pick<RecordFacts, 'id' | 'split' | 'label'>): RecordFacts {
  return { ...facts, annotations: [], inclusionProbability: null, weight: null };
}

/** A table that says nothing of splits leaves them to the folders. */
function factsWith(row: TableRow, facts: RecordFacts, own: Pick<RecordFacts, 'split'>): RecordFacts {
  return row.tellsSplit ? facts : { ...facts, split: own.split };
}

/** Folders that all files lie in are a wrapping, unless they name a split. */
function lengthOfWrapping(common: readonly string[]): number {
  const speaking = common.findIndex((folder) => parseSplit(folder) !== null);
  const wrapping = speaking < 0 ? common : common.slice(0, speaking);
  return wrapping.reduce((length, folder) => length + folder.length + 1, 0);
}

async function recordOf(entry: FileEntry, facts: RecordFacts, source: FileSource): Promise<RecordItem> {
  const place = `${source.name}/${entry.path}`;
  const bytes = await entry.read();
  if ('problem' in bytes) return rejectRecord(place, bytes.problem.code, bytes.problem.reason);
  if ((source.modality ?? kindOf(entry.path)) === 'image') {
    const content = { kind: 'image', path: entry.path, read: () => Promise.resolve(bytes) } as const;
    return { record: { ...facts, content }, place };
  }
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    return { record: { ...facts, content: { kind: 'text', text } }, place };
  } catch {
    return rejectRecord(place, 'not-utf-8', 'It is not text in UTF-8.');
  }
}

function kindOf(path: string): Modality {
  return IMAGE_EXTENSIONS.includes(extname(path).slice(1).toLowerCase()) ? 'image' : 'text';
}

function missingFile(path: string, item: RecordItem): RecordItem {
  if ('rejection' in item) return item;
  return rejectRecord(item.place, 'missing-file', `There is no file “${path}” in the zip.`);
}

function named(item: RecordItem, path: string): RecordItem {
  if ('rejection' in item) return item;
  return { ...item, record: { ...item.record, content: { kind: 'image', path, read: null } } };
}
