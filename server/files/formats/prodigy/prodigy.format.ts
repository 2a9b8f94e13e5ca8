import type { FileFormat } from '../../file-format';
import { readProdigy } from './prodigy-reader';
import { writeProdigy } from './prodigy-writer';

export const prodigyFormat: FileFormat = { name: 'prodigy', read: readProdigy, write: writeProdigy };
