import { AppError } from '@/lib/errors';
import type { Matrix } from '@/lib/numeric/matrix';
import { encodeNpy } from '../datasets/formats/npy-encode';
import type { BlobStore } from './blob-store';
import { sha256Of } from './hashed-key';
import { putManifest } from './matrix-manifest';
import type { MatrixManifest, MatrixShard, MatrixWriter } from './matrix-store';

/** float32 values of a full shard: 16 MB, small enough to lose and to hold, large enough for one synced write */
const SHARD_VALUES = 2 ** 22;

/** Writes one shard; it is part of a matrix once a manifest names it. */
export async function writeShard(
  blobs: BlobStore,
  prefix: string,
  number: number,
  { data, rows, columns }: Matrix,
): Promise<MatrixShard> {
  const bytes = encodeNpy(data, [rows, columns]);
  const sha256 = sha256Of(bytes);
  // The hash in the name keeps two workers that believe to own this matrix from changing each other's shards.
  const key = `${prefix}/${String(number).padStart(6, '0')}-${sha256}.npy`;
  await blobs.put(key, bytes);
  return { key, rows, sha256 };
}

export class BlobMatrixWriter implements MatrixWriter {
  private readonly written: MatrixShard[];
  private readonly shardRows: number;
  private buffer: Float32Array | null = null;
  private bufferedRows = 0;

  constructor(
    private readonly blobs: BlobStore,
    private readonly prefix: string,
    private readonly columns: number,
    written: readonly MatrixShard[],
  ) {
    this.written = [...written];
    this.shardRows = Math.max(1, Math.floor(SHARD_VALUES / Math.max(1, columns)));
  }

  async append(rows: Matrix): Promise<void> {
    if (rows.columns !== this.columns) {
      throw new AppError(
        'internal',
        `Rows of ${rows.columns} columns do not fit a matrix of ${this.columns}.`,
      );
    }
    let taken = 0;
    while (taken < rows.rows) {
      this.buffer ??= new Float32Array(Math.min(this.shardRows, rows.rows - taken) * this.columns);
      const count = Math.min(this.shardRows - this.bufferedRows, rows.rows - taken);
      this.makeRoom(this.bufferedRows + count);
      const values = rows.data.subarray(taken * this.columns, (taken + count) * this.columns);
      this.buffer.set(values, this.bufferedRows * this.columns);
      this.bufferedRows += count;
      taken += count;
      if (this.bufferedRows === this.shardRows) await this.flush();
    }
  }

  async flush(): Promise<readonly MatrixShard[]> {
    if (this.buffer && this.bufferedRows > 0) {
      const { columns, bufferedRows: rows } = this;
      const data = this.buffer.subarray(0, rows * columns);
      this.written.push(
        await writeShard(this.blobs, this.prefix, this.written.length, { data, rows, columns }),
      );
    }
    this.buffer = null;
    this.bufferedRows = 0;
    return [...this.written];
  }

  async finish(): Promise<MatrixManifest> {
    const shards = await this.flush();
    const rows = shards.reduce((sum, shard) => sum + shard.rows, 0);
    const manifest: MatrixManifest = { schema: 'winnow.matrix/1', rows, columns: this.columns, shards };
    await putManifest(this.blobs, this.prefix, manifest);
    return manifest;
  }

  /** Grows the buffer by doubling, up to one shard, so that a small matrix does not cost a large buffer. */
  private makeRoom(rows: number): void {
    const { buffer } = this;
    if (!buffer || buffer.length >= rows * this.columns) return;
    const grown = Math.min(this.shardRows, Math.max(rows, 2 * this.bufferedRows));
    this.buffer = new Float32Array(grown * this.columns);
    this.buffer.set(buffer);
  }
}
