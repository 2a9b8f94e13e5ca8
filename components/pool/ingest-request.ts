import type { IngestFormat, IngestRequest, SplitRule } from '@/lib/contracts/ingest';
import type { Modality } from '@/lib/contracts/project';
import { DEFAULT_SPLIT } from './default-split';

/** What the form of an ingest holds. */
export interface IngestDraft {
  readonly from: 'upload' | 'path';
  readonly files: readonly File[];
  readonly path: string;
  readonly labelsPath: string;
  /** null: as the file name says */
  readonly format: IngestFormat | null;
  readonly split: SplitRule;
  readonly idColumn: string;
  readonly labelColumn: string;
}

export const EMPTY_DRAFT: IngestDraft = {
  from: 'upload',
  files: [],
  path: '',
  labelsPath: '',
  format: null,
  split: DEFAULT_SPLIT,
  idColumn: '',
  labelColumn: '',
};

export const FORMATS_OF: Record<Modality, readonly IngestFormat[]> = {
  image: ['zip', 'idx', 'folder'],
  features: ['npy', 'csv', 'parquet'],
};

export const FORMAT_TITLES: Record<IngestFormat, string> = {
  folder: 'Folder of images',
  zip: 'Zip of images',
  idx: 'IDX (MNIST)',
  npy: 'NumPy .npy',
  csv: 'CSV',
  parquet: 'Parquet',
};

export function isTable(format: IngestFormat | null): boolean {
  return format === 'csv' || format === 'parquet';
}

export function hasLabelsFile(format: IngestFormat | null): boolean {
  return format === 'idx' || format === 'npy';
}

/** A rule that the format cannot follow falls back to drawing at random. */
export function fittingSplit(split: SplitRule, format: IngestFormat | null): SplitRule {
  if (split.by === 'folder' && format !== 'folder' && format !== 'zip') return DEFAULT_SPLIT;
  if (split.by === 'column' && !isTable(format)) return DEFAULT_SPLIT;
  return split;
}

interface Sources {
  readonly source: IngestRequest['source'];
  readonly labelsSource: IngestRequest['labelsSource'];
}

export function requestOf(draft: IngestDraft, format: IngestFormat, sources: Sources): IngestRequest {
  const table = isTable(format);
  return {
    format,
    ...sources,
    split: fittingSplit(draft.split, format),
    idColumn: table && draft.idColumn.trim() ? draft.idColumn.trim() : undefined,
    labelColumn: table && draft.labelColumn.trim() ? draft.labelColumn.trim() : undefined,
    addClasses: true,
  };
}
