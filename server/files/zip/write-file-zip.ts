import { AppError } from '@/lib/errors';
import { readJsonLines } from '../../datasets/formats/jsonl-lines';
import { IMAGE_TYPES, sniffImage } from '../../images/image-type';
import type { FileRecord } from '../records/file-record';
import type { FlatRecord } from '../records/record-columns';
import { flattenRecord } from '../records/record-columns';
import { SeenNames } from '../records/seen-names';
import { nameDigest, safeName } from './safe-name';
import { withSpoolFolder } from './spool-file';
import { ZipStream } from './zip-stream';

/** What a table beside the files tells of one of them. */
export type FileRow = FlatRecord & {
  /** where the file lies in the zip */
  readonly file_name: string;
};

/** A table beside the files; it is left out where it would have no row. */
export interface ZipTable {
  readonly path: string;
  readonly holds: (row: FileRow) => boolean;
  write(rows: AsyncIterable<FileRow>): AsyncIterable<Uint8Array>;
}

interface ZipLayout {
  /** folder of a record's file, without a slash at its end; empty for the top */
  readonly folderOf: (record: FileRecord) => string;
  readonly tables: readonly ZipTable[];
}

/** A zip with a file a record, and after them tables that tell what the files cannot. */
export function writeFileZip(
  records: AsyncIterable<FileRecord>,
  layout: ZipLayout,
): AsyncGenerator<Uint8Array> {
  return withSpoolFolder(async function* (folder) {
    const zip = new ZipStream(await folder.file('directory'));
    const rows = await folder.file('rows');
    const taken = new SeenNames();
    for await (const record of records) {
      const bytes = await bytesOf(record);
      const path = freePath(layout.folderOf(record), fileName(record, bytes), record.id, taken);
      yield* zip.file(path, bytes);
      const row: FileRow = { file_name: path, ...flattenRecord(record) };
      await rows.append(Buffer.from(`${JSON.stringify(row)}\n`));
    }
    await rows.close();
    for (const [index, table] of layout.tables.entries()) {
      const spool = await folder.file(`table-${index}`);
      for await (const bytes of table.write(rowsOf(rows.path, table.holds))) await spool.append(bytes);
      await spool.close();
      if (spool.bytes > 0) yield* zip.spooled(table.path, spool);
    }
    yield* zip.end();
  });
}

async function* rowsOf(path: string, holds: ZipTable['holds']): AsyncGenerator<FileRow> {
  for await (const { value } of readJsonLines(path, 'rows')) {
    const row = value as FileRow | null;
    if (row && holds(row)) yield row;
  }
}

async function bytesOf({ id, content }: FileRecord): Promise<Buffer> {
  if (content?.kind === 'text') return Buffer.from(content.text);
  if (content?.kind === 'image' && content.read) return content.read();
  throw new AppError(
    'bad-input',
    content?.kind === 'image' ? `There is no file of the image “${id}”.` : `“${id}” is no image and no text.`,
    'A zip holds images or texts: name the folder of the images, or choose a table.',
  );
}

/** The last part of the id, with the extension that its bytes have. */
function fileName({ id, content }: FileRecord, bytes: Buffer): string {
  const name = safeName(id.slice(id.lastIndexOf('/') + 1));
  if (content?.kind === 'text') return /\.[A-Za-z0-9]{1,8}$/.test(name) ? name : `${name}.txt`;
  const found = sniffImage(bytes);
  const extensions: readonly string[] = found && 'type' in found ? IMAGE_TYPES[found.type].extensions : [];
  const has = extensions.some((extension) => name.toLowerCase().endsWith(`.${extension}`));
  return has || extensions.length === 0 ? name : `${name}.${extensions[0]}`;
}

/** Upper and lower case are the same file to some; the id then makes the difference. */
function freePath(folder: string, name: string, id: string, taken: SeenNames): string {
  const path = folder === '' ? name : `${folder}/${name}`;
  if (!taken.addAndTell(path.toLowerCase())) return path;
  const other = path.replace(/(\.[A-Za-z0-9]{1,8})?$/, (extension) => `~${nameDigest(id)}${extension}`);
  taken.addAndTell(other.toLowerCase());
  return other;
}
