import type { FileFormat } from '../../file-format';
import { readParquet } from './parquet-reader';
import { writeParquet } from './parquet-writer';

export const parquetFormat: FileFormat = { name: 'parquet', read: readParquet, write: writeParquet };
