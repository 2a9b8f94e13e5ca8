import type { Modality, Split } from '@/lib/contracts/project';
import type { Rejection } from '../../datasets/ingest/candidate';

/** An answer as a file tells of it. */
export interface RecordAnnotation {
  /** class name; null = skipped */
  readonly label: string | null;
  /** who gave it, as the file names people */
  readonly annotator: string | null;
  readonly seconds: number | null;
  /** ISO 8601 */
  readonly labeledAt: string | null;
}

export type RecordContent =
  | { readonly kind: 'text'; readonly text: string }
  | {
      readonly kind: 'image';
      /** what the file calls it, with `/` */
      readonly path: string;
      /** null where the file only names the image */
      readonly read: (() => Promise<Buffer>) | null;
    }
  | { readonly kind: 'features'; readonly values: Float32Array };

/** An example as files tell of it, whatever their format. */
export interface FileRecord {
  readonly id: string;
  readonly split: Split | null;
  /** name of the class that counts */
  readonly label: string | null;
  /** null in a file of labels only */
  readonly content: RecordContent | null;
  /** oldest first */
  readonly annotations: readonly RecordAnnotation[];
  /** with which the selection drew it, above 0 up to 1; null where nobody can tell */
  readonly inclusionProbability: number | null;
  /** with which it counts in training, above 0; null outside selections */
  readonly weight: number | null;
}

/** What a file says beside the content. */
export type RecordFacts = Omit<FileRecord, 'content'>;

/** A record, or why there is none at this place. */
export type RecordItem =
  | { readonly record: FileRecord; /** where in the file, for people */ readonly place: string }
  | { readonly rejection: Rejection };

export function rejectRecord(place: string, code: string, reason: string): RecordItem {
  return { rejection: { name: place, code, reason } };
}

/** The label that counts: of the newest answer, which may be a skip; without answers what came with the file. */
export function countingLabel(
  fileLabel: string | null,
  annotations: readonly Pick<RecordAnnotation, 'label'>[],
): string | null {
  const newest = annotations.at(-1);
  return newest ? newest.label : fileLabel;
}

/** What the content of records is; null for records of labels only. */
export function modalityOf({ content }: FileRecord): Modality | null {
  return content?.kind ?? null;
}
