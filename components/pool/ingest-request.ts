import {
  INGEST_FORMATS,
  type IngestFormat,
  type IngestRequest,
  type SplitRule,
} from '@/lib/contracts/ingest';
import { FILE_FORMAT_INFO } from '@/lib/contracts/file-format';
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
  readonly textColumn: string;
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
  textColumn: '',
};

/** The formats that examples of a kind come in. */
export function formatsOf(modality: Modality): IngestFormat[] {
  return INGEST_FORMATS.filter((format) => FILE_FORMAT_INFO[format].ingest.modalities.includes(modality));
}

export function formatTitle(format: IngestFormat | 'platform'): string {
  if (format === 'platform') return 'Labeling platform';
  return FILE_FORMAT_INFO[format].title;
}

export function isTable(format: IngestFormat | null): boolean {
  return format !== null && FILE_FORMAT_INFO[format].ingest.hasColumns;
}

/** Tables have a column for labels instead. */
export function hasLabelsFile(format: IngestFormat | null): boolean {
  return format !== null && FILE_FORMAT_INFO[format].ingest.takesLabelsFile && !isTable(format);
}

export function hasFolders(format: IngestFormat | null): boolean {
  return format !== null && FILE_FORMAT_INFO[format].ingest.hasFolders;
}

/** A rule that the format cannot follow falls back to drawing at random. */
export function fittingSplit(split: SplitRule, format: IngestFormat | null): SplitRule {
  if (split.by === 'folder' && !hasFolders(format)) return DEFAULT_SPLIT;
  if (split.by === 'column' && !isTable(format)) return DEFAULT_SPLIT;
  return split;
}

interface Sources {
  readonly source: IngestRequest['source'];
  readonly labelsSource: IngestRequest['labelsSource'];
}

export function requestOf(draft: IngestDraft, format: IngestFormat, sources: Sources): IngestRequest {
  const column = (name: string) => (isTable(format) && name.trim() ? name.trim() : undefined);
  return {
    format,
    ...sources,
    split: fittingSplit(draft.split, format),
    idColumn: column(draft.idColumn),
    labelColumn: column(draft.labelColumn),
    textColumn: column(draft.textColumn),
    addClasses: true,
  };
}
