import { z } from 'zod';
import type { Matrix } from '@/lib/numeric/matrix';

export const matrixShardSchema = z.object({
  /** blob key of the `.npy` */
  key: z.string(),
  rows: z.number().int().positive(),
  sha256: z.string(),
});
export type MatrixShard = Readonly<z.infer<typeof matrixShardSchema>>;

export interface MatrixManifest {
  readonly schema: 'winnow.matrix/1';
  readonly rows: number;
  readonly columns: number;
  readonly shards: readonly MatrixShard[];
}

/** Shards of a matrix by their numbers. */
export interface ShardRange {
  readonly first: number;
  /** one after the last */
  readonly end: number;
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
  /** Shards in order, each checked against its sha256; all, or those from `first` up to and without `end`. */
  shards(prefix: string, range?: ShardRange): AsyncIterable<Matrix>;
  /** One shard of a matrix that several workers write; `writer` given all of them makes it a whole. */
  writeShard(prefix: string, number: number, rows: Matrix): Promise<MatrixShard>;
  /** What `writeShard` wrote. */
  readShard(shard: MatrixShard, columns: number): Promise<Matrix>;
  /** All rows in one SharedArrayBuffer-backed matrix. */
  read(prefix: string): Promise<Matrix>;
  /** Only the named rows, in the order given. */
  readRows(prefix: string, rows: ArrayLike<number>): Promise<Matrix>;
}
