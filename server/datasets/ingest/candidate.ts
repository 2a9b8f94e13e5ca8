/** A label as the source gives it: a class number, or the name of a class. */
export type SourceLabel = { readonly number: number } | { readonly name: string };

/** Something that wants to become an example. */
export interface Candidate {
  /** unique name within the project */
  readonly key: string;
  readonly label: SourceLabel | null;
  /** folder or cell that names the split; null where the source has none */
  readonly splitName: string | null;
  /** sha256, hex: of the original bytes (images) or of the row's float32 values (features) */
  readonly contentHash: string;
  readonly image: CandidateImage | null;
  readonly values: Float32Array | null;
}

export interface CandidateImage {
  readonly original: Buffer;
  /** null where the original is small enough to be its own thumbnail */
  readonly thumbnail: Buffer | null;
  readonly width: number;
  readonly height: number;
}

/** Something that cannot become an example, and why. */
export interface Rejection {
  /** the file's name, or its row */
  readonly name: string;
  readonly code: string;
  readonly reason: string;
}

export type IngestItem = { readonly candidate: Candidate } | { readonly rejection: Rejection };

/** What a source holds, item by item, in an order that is the same each time. */
export interface CandidateSource {
  readonly unit: 'images' | 'rows';
  /** feature columns; null for images */
  readonly columns: number | null;
  /** items in all as far as is known when `position` of them have been read; null where nobody can tell */
  total(position: number): number | null;
  /** all items after the first `position` */
  items(position: number): AsyncIterable<IngestItem>;
}

export function reject(name: string, code: string, reason: string): IngestItem {
  return { rejection: { name, code, reason } };
}
