import type { FileHandle } from 'node:fs/promises';
import { open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { AppError, toAppError } from '@/lib/errors';
import { codeOf, makeFolders, unwritable } from '../output-place';
import type { Rejection } from '../datasets/ingest/candidate';
import type { FileFormat, FileSource, RecordShape } from './file-format';
import type { FileRecord, RecordItem } from './records/file-record';
import { modalityOf } from './records/file-record';
import { withImageFiles } from './records/image-files';
import { remedyOf } from './records/rejection-remedies';
import { SeenNames } from './records/seen-names';

/** What the disk may say once the file is open; all else is of the records. */
const OF_DISK = ['EACCES', 'EROFS', 'ENOSPC', 'EISDIR', 'EPERM', 'EEXIST'];

export interface Conversion {
  readonly from: FileFormat;
  readonly source: FileSource;
  readonly to: FileFormat;
  /** the file to write; it is there whole or not at all */
  readonly target: string;
  /** what becomes of a record that cannot be read; without it, the first one ends the conversion */
  readonly onReject?: (rejection: Rejection) => void;
  readonly onRecord?: (count: number) => void;
}

/**
 * Reads one file and writes another, a record at a time.
 *
 * @returns how many records were written
 * @throws AppError `bad-input` naming file, row and remedy; `unavailable` where the target cannot be written
 */
export async function convertFile(conversion: Conversion): Promise<{ records: number }> {
  const { from, source, to, target } = conversion;
  const items = from.read(source);
  const counts = { records: 0 };
  const records = recordsOf(
    source.imageFolder === undefined ? items : withImageFiles(items, source.imageFolder),
    conversion,
    counts,
  );
  const first = await records.next();
  if (first.done) {
    throw new AppError(
      'bad-input',
      `${source.name} holds no record.`,
      'Name another file or another format.',
    );
  }
  await writeWhole(target, to.write(continued(first.value, records), shapeOf(first.value)));
  return counts;
}

function shapeOf(record: FileRecord): RecordShape {
  const features = record.content?.kind === 'features' ? record.content.values.length : 0;
  return { modality: modalityOf(record), features, classes: [] };
}

async function* recordsOf(
  items: AsyncIterable<RecordItem>,
  { onReject, onRecord }: Conversion,
  counts: { records: number },
): AsyncGenerator<FileRecord> {
  const seen = new SeenNames();
  let shape: RecordShape | null = null;
  const refuse = (name: string, code: string, reason: string) => {
    if (!onReject) throw new AppError('bad-input', `${name}: ${reason}`, remedyOf(code));
    onReject({ name, code, reason });
  };
  for await (const item of items) {
    if ('rejection' in item) {
      refuse(item.rejection.name, item.rejection.code, item.rejection.reason);
      continue;
    }
    const { record, place } = item;
    shape ??= shapeOf(record);
    const own = shapeOf(record);
    if (own.modality !== shape.modality || own.features !== shape.features) {
      refuse(
        place,
        'other-content',
        'Its content is of another kind or length than that of the first record.',
      );
    } else if (seen.addAndTell(record.id)) {
      refuse(place, 'same-id', `Another record is called “${record.id.slice(0, 80)}”.`);
    } else {
      counts.records++;
      yield record;
      onRecord?.(counts.records);
    }
  }
}

async function* continued(first: FileRecord, rest: AsyncIterable<FileRecord>): AsyncGenerator<FileRecord> {
  yield first;
  yield* rest;
}

/** To a name beside the target first, so that what is there is whole. */
async function writeWhole(target: string, bytes: AsyncIterable<Uint8Array>): Promise<void> {
  const partial = `${target}.${process.pid}.partial`;
  // opened before anything can fail: a stream that opens it by itself may do so after it was removed
  const file = await openPartial(partial, target);
  try {
    await pipeline(
      Readable.from(bytes, { objectMode: false, highWaterMark: 2 ** 16 }),
      file.createWriteStream(),
    );
    await rename(partial, target);
  } catch (error) {
    await rm(partial, { force: true });
    throw OF_DISK.includes(codeOf(error) ?? '') ? unwritable(target, error) : toAppError(error);
  }
}

async function openPartial(partial: string, target: string): Promise<FileHandle> {
  try {
    await makeFolders(dirname(target));
    return await open(partial, 'w');
  } catch (error) {
    throw unwritable(target, error);
  }
}
