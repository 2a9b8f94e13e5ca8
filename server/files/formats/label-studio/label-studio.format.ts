import type { FileFormat } from '../../file-format';
import { readLabelStudio } from './label-studio-reader';
import { writeLabelStudio } from './label-studio-writer';

export const labelStudioFormat: FileFormat = {
  name: 'label-studio',
  read: readLabelStudio,
  write: writeLabelStudio,
};
