import type { FileFormat } from '../../file-format';
import { readJsonl } from './jsonl-reader';
import { writeJsonl } from './jsonl-writer';

export const jsonlFormat: FileFormat = { name: 'jsonl', read: readJsonl, write: writeJsonl };
