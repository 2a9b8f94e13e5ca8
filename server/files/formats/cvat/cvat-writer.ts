import type { FileRecord } from '../../records/file-record';
import { factsTable } from '../../zip/facts-table';
import { safeName } from '../../zip/safe-name';
import { writeFileZip } from '../../zip/write-file-zip';

/** Where CVAT puts images without a label. */
export const NO_LABEL_FOLDER = 'no_label';

/** `label/file`, one level deep, as CVAT's ImageNet 1.0 wants it. */
export function writeCvat(records: AsyncIterable<FileRecord>): AsyncGenerator<Uint8Array> {
  return writeFileZip(records, { folderOf, tables: [factsTable] });
}

function folderOf({ label }: FileRecord): string {
  return label === null ? NO_LABEL_FOLDER : safeName(label);
}
