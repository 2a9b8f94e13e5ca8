import type { Matrix } from '@/lib/numeric/matrix';

export interface MatrixShard {
  /** blob key of the `.npy` */
  readonly key: string;
  readonly rows: number;
  readonly sha256: string;
}

export interface MatrixManifest {
  readonly schema: 'winnow.matrix/1';
  readonly rows: number;
  readonly columns: number;
  readonly shards: readonly MatrixShard[];
}

/** Writes a matrix shard by shard; nothing is visible until `finish`. */
export interface MatrixWriter {
  /** Appends rows; buffers at most one shard. */
  append(rows: Matrix): Promise<void>;
  /** Ends the shard begun, if any; all shards so far. A writer given these goes on from here after a restart. */
  flush(): Promise<readonly MatrixShard[]>;
  /** Writes the manifest. The matrix exists from here on. */
  finish(): Promise<MatrixManifest>;
}

/** Matrices as sharded little-endian float32 `.npy` with a JSON manifest, on top of the blob store. */
export interface MatrixStore {
  writer(prefix: string, columns: number, written?: readonly MatrixShard[]): MatrixWriter;
  write(prefix: string, matrix: Matrix): Promise<MatrixManifest>;
  /** The rows of other matrices, one after the other, as one matrix; no row is copied. */
  concatenate(prefix: string, sources: readonly string[]): Promise<MatrixManifest>;
  manifest(prefix: string): Promise<MatrixManifest>;
  /** Shards in order, each checked against its sha256. */
  shards(prefix: string): AsyncIterable<Matrix>;
  /** All rows in one SharedArrayBuffer-backed matrix. */
  read(prefix: string): Promise<Matrix>;
  /** Only the named rows, in the order given. */
  readRows(prefix: string, rows: ArrayLike<number>): Promise<Matrix>;
}
