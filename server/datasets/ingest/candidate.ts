import type { TextEncoding } from '@/lib/contracts/ingest';
import type { FileEntries } from './file-entry';
import type { PathReader } from './path-reader';

/** A label as the source gives it: a class number, or the name of a class. */
export type SourceLabel = { readonly number: number } | { readonly name: string };

/** Something that wants to become an example. */
export interface Candidate<Content = CandidateContent> {
  /** unique name within the project */
  readonly key: string;
  readonly label: SourceLabel | null;
  /** folder or cell that names the split; null where the source has none */
  readonly splitName: string | null;
  /** sha256, hex: of the original bytes (images), of the text in UTF-8 (texts), of the row's float32 values (features) */
  readonly contentHash: string;
  readonly content: Content;
}

export type CandidateContent = CandidateImage | CandidateText | CandidateRow;

export interface CandidateImage {
  readonly kind: 'image';
  readonly original: Buffer;
  /** null where the original is small enough to be its own thumbnail */
  readonly thumbnail: Buffer | null;
  readonly width: number;
  readonly height: number;
}

export interface CandidateText {
  readonly kind: 'text';
  /** the whole text in UTF-8, without byte order mark */
  readonly bytes: Buffer;
  /** how it begins, in one line */
  readonly excerpt: string;
  /** UTF-16 code units */
  readonly characters: number;
  /** what its bytes were read as */
  readonly encoding: TextEncoding;
}

export interface CandidateRow {
  readonly kind: 'row';
  readonly values: Float32Array;
}

/** Something that cannot become an example, and why. */
export interface Rejection {
  /** the file's name, or its row */
  readonly name: string;
  readonly code: string;
  readonly reason: string;
}

export type IngestItem<Content = CandidateContent> = (
  { readonly candidate: Candidate<Content> } | { readonly rejection: Rejection }
) & {
  /** where the source goes on after this item, if a position does not tell */
  readonly cursor?: string;
};

/** What a source holds, item by item, in an order that is the same each time. */
export interface CandidateSource {
  readonly unit: 'images' | 'texts' | 'rows';
  /** feature columns; null for images and texts */
  readonly columns: number | null;
  /** items in all as far as is known when `position` of them have been read; null where nobody can tell */
  total(position: number): number | null;
  /** all items after the first `position`; a source that changes meanwhile goes by the last item's cursor instead */
  items(position: number, cursor: string | null): AsyncIterable<IngestItem>;
  /** where the items are files that others can examine as well */
  readonly imageFiles?: ImageFiles;
}

export interface ImageFiles {
  readonly entries: FileEntries;
  readonly readPath: PathReader;
}

export function reject(name: string, code: string, reason: string): IngestItem<never> {
  return { rejection: { name, code, reason } };
}
