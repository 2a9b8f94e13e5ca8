import { AppError } from '@/lib/errors';
import type { Matrix } from '@/lib/numeric/matrix';
import { rowOf } from '@/lib/numeric/matrix';
import { BlobMatrixWriter, writeShard } from './blob-matrix-writer';
import type { BlobStore } from './blob-store';
import { damagedBlob, hashInName, sha256Of } from './hashed-key';
import { getManifest } from './matrix-manifest';
import type { MatrixManifest, MatrixShard, MatrixStore, MatrixWriter, ShardRange } from './matrix-store';

/** Matrices on a blob store: `PREFIX/manifest.json` names the shards, whose names carry their sha256. */
export class BlobMatrixStore implements MatrixStore {
  constructor(private readonly blobs: BlobStore) {}

  writer(prefix: string, columns: number, written: readonly MatrixShard[] = []): MatrixWriter {
    return new BlobMatrixWriter(this.blobs, prefix, columns, written);
  }

  async write(prefix: string, matrix: Matrix): Promise<MatrixManifest> {
    const writer = this.writer(prefix, matrix.columns);
    await writer.append(matrix);
    return writer.finish();
  }

  async concatenate(prefix: string, sources: readonly string[]): Promise<MatrixManifest> {
    const manifests = await Promise.all(sources.map((source) => this.manifest(source)));
    const columns = manifests[0]?.columns ?? 0;
    if (manifests.some((manifest) => manifest.columns !== columns)) {
      const widths = manifests.map((manifest) => manifest.columns).join(', ');
      throw new AppError(
        'bad-input',
        `Matrices of ${widths} columns cannot be one.`,
        'Use files of the same columns.',
      );
    }
    const shards = manifests.flatMap((manifest) => manifest.shards);
    return new BlobMatrixWriter(this.blobs, prefix, columns, shards).finish();
  }

  async manifest(prefix: string): Promise<MatrixManifest> {
    return getManifest(this.blobs, prefix);
  }

  async *shards(prefix: string, range?: ShardRange): AsyncGenerator<Matrix> {
    const { columns, shards } = await this.manifest(prefix);
    for (const shard of shards.slice(range?.first, range?.end)) yield await this.readShard(shard, columns);
  }

  writeShard(prefix: string, number: number, rows: Matrix): Promise<MatrixShard> {
    return writeShard(this.blobs, prefix, number, rows);
  }

  async readShard(shard: MatrixShard, columns: number): Promise<Matrix> {
    const data = new Float32Array(shard.rows * columns);
    await this.fill(shard, data);
    return { data, rows: shard.rows, columns };
  }

  async read(prefix: string): Promise<Matrix> {
    const { rows, columns, shards } = await this.manifest(prefix);
    const data = new Float32Array(new SharedArrayBuffer(rows * columns * 4));
    let offset = 0;
    for (const shard of shards) {
      const length = shard.rows * columns;
      await this.fill(shard, data.subarray(offset, offset + length));
      offset += length;
    }
    return { data, rows, columns };
  }

  async readRows(prefix: string, rows: ArrayLike<number>): Promise<Matrix> {
    const manifest = await this.manifest(prefix);
    const { columns } = manifest;
    const places = placesByRow(rows);
    const rowAt = (index: number) => rows[places[index] ?? -1] ?? Infinity;
    const outside = [rowAt(0), rowAt(places.length - 1)].find((row) => !(row >= 0 && row < manifest.rows));
    if (places.length > 0 && outside !== undefined) {
      throw new AppError(
        'not-found',
        `The matrix has ${manifest.rows} rows; row ${outside} is not one of them.`,
      );
    }
    const data = new Float32Array(places.length * columns);
    let next = 0;
    let firstRow = 0;
    for (const shard of manifest.shards) {
      const endRow = firstRow + shard.rows;
      if (rowAt(next) < endRow) {
        const block = { data: new Float32Array(shard.rows * columns), rows: shard.rows, columns };
        await this.fill(shard, block.data);
        for (; rowAt(next) < endRow; next++) {
          data.set(rowOf(block, rowAt(next) - firstRow), (places[next] as number) * columns);
        }
      }
      firstRow = endRow;
    }
    return { data, rows: places.length, columns };
  }

  /** The values are the end of the `.npy`, whatever the length of its header. */
  private async fill(shard: MatrixShard, target: Float32Array): Promise<void> {
    const bytes = await this.blobs.get(shard.key);
    // older names carry a part of the hash only
    const intact = hashInName(shard.key) === shard.sha256 || sha256Of(bytes) === shard.sha256;
    if (!intact || bytes.length < target.byteLength) throw damagedBlob(shard.key);
    const values = bytes.subarray(bytes.length - target.byteLength);
    new Uint8Array(target.buffer, target.byteOffset, target.byteLength).set(values);
  }
}

/** Places in a list of rows, by ascending row. */
function placesByRow(rows: ArrayLike<number>): Int32Array {
  const places = Int32Array.from({ length: rows.length }, (_, place) => place);
  const isAscending = places.every(
    (place) => place === 0 || (rows[place - 1] as number) <= (rows[place] as number),
  );
  return isAscending ? places : places.sort((a, b) => (rows[a] as number) - (rows[b] as number));
}
