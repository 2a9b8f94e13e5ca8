import type { Matrix } from '@/lib/numeric/matrix';

export interface MatrixManifest {
  readonly schema: 'winnow.matrix/1';
  readonly rows: number;
  readonly columns: number;
  readonly shards: readonly { readonly key: string; readonly rows: number; readonly sha256: string }[];
}

/** Writes a matrix shard by shard; nothing is visible until `finish`. */
export interface MatrixWriter {
  /** Appends rows; buffers at most one shard. */
  append(rows: Matrix): Promise<void>;
  /** Writes the manifest. The matrix exists from here on. */
  finish(): Promise<MatrixManifest>;
}

/** Matrices as sharded little-endian float32 `.npy` with a JSON manifest, on top of the blob store. */
export interface MatrixStore {
  writer(prefix: string, columns: number): MatrixWriter;
  write(prefix: string, matrix: Matrix): Promise<MatrixManifest>;
  manifest(prefix: string): Promise<MatrixManifest>;
  /** Shards in order, each checked against its sha256. */
  shards(prefix: string): AsyncIterable<Matrix>;
  /** All rows in one SharedArrayBuffer-backed matrix. */
  read(prefix: string): Promise<Matrix>;
  /** Only the named rows, in the order given. */
  readRows(prefix: string, rows: ArrayLike<number>): Promise<Matrix>;
}
