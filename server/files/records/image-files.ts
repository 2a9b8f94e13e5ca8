import { readFile, realpath } from 'node:fs/promises';
import { resolve, sep } from 'node:path';
import { AppError } from '@/lib/errors';
import type { RecordItem } from './file-record';
import { rejectRecord } from './file-record';

/**
 * Records whose images are only named, with the files of a folder. Nothing outside that folder is read, links resolved. A
 * file that is not there stays only named.
 */
export async function* withImageFiles(
  items: AsyncIterable<RecordItem>,
  folder: string,
): AsyncGenerator<RecordItem> {
  const root = await realpath(folder).catch(() => null);
  if (root === null) {
    throw new AppError(
      'bad-input',
      `There is no folder “${folder}”.`,
      'Name the folder in which the images lie.',
    );
  }
  for await (const item of items) {
    if ('rejection' in item || item.record.content?.kind !== 'image' || item.record.content.read) {
      yield item;
      continue;
    }
    const { path } = item.record.content;
    const isInside = (file: string) => file.startsWith(root.endsWith(sep) ? root : root + sep);
    const wanted = path.includes('\0') ? root : resolve(root, path);
    const file = isInside(wanted) ? await realpath(wanted).catch(() => null) : wanted;
    if (file === null) yield item;
    else if (isInside(file)) {
      const content = { kind: 'image', path, read: () => readFile(file) } as const;
      yield { ...item, record: { ...item.record, content } };
    } else {
      yield rejectRecord(
        item.place,
        'unsafe-path',
        `“${path.slice(0, 80)}” leads out of the folder of the images.`,
      );
    }
  }
}
