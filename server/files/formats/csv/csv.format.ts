import type { FileFormat } from '../../file-format';
import { readCsv } from './csv-reader';
import { writeCsv } from './csv-writer';

export const csvFormat: FileFormat = { name: 'csv', read: readCsv, write: writeCsv };
