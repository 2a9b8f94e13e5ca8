import type { FileFormatName } from '@/lib/contracts/file-format';
import { AppError } from '@/lib/errors';
import type { FileFormat } from './file-format';
import { csvFormat } from './formats/csv/csv.format';
import { cvatFormat } from './formats/cvat/cvat.format';
import { foldersFormat } from './formats/folders/folders.format';
import { huggingFaceFormat } from './formats/hugging-face/hugging-face.format';
import { jsonlFormat } from './formats/jsonl/jsonl.format';
import { labelStudioFormat } from './formats/label-studio/label-studio.format';
import { parquetFormat } from './formats/parquet/parquet.format';
import { prodigyFormat } from './formats/prodigy/prodigy.format';

/** Formats of records, each with its reader and its writer; what they are called stands in lib/contracts/file-format. */
export const RECORD_FORMATS: readonly FileFormat[] = [
  foldersFormat,
  huggingFaceFormat,
  cvatFormat,
  csvFormat,
  jsonlFormat,
  parquetFormat,
  labelStudioFormat,
  prodigyFormat,
];

/** @throws AppError `bad-input` listing the formats */
export function recordFormat(name: string): FileFormat {
  const format = RECORD_FORMATS.find((candidate) => candidate.name === name);
  if (format) return format;
  const known = RECORD_FORMATS.map((candidate) => candidate.name satisfies FileFormatName).join(', ');
  throw new AppError(
    'bad-input',
    `There is no file format “${name.slice(0, 40)}”.`,
    `Choose one of: ${known}.`,
  );
}
