import { gatherRows, rowsBetween, type Matrix } from '@/lib/numeric/matrix';
import { rowsOfTrace, type ModelReading, type OpenModel } from '@/lib/surrogates/open-model';
import type { FusedScore } from '@/lib/surrogates/tensor-engine';
import type { MatrixStore, ShardRange } from '../storage/matrix-store';

/** What of a model scores want to see beside probabilities and features. */
export interface WantedOutput {
  readonly scores: readonly FusedScore[];
  readonly layers: boolean;
}

/** Some examples of the pool, under the model. */
export interface PoolShard {
  readonly rows: number;
  /** @param rows of the shard; all where it is left out */
  read(wanted: WantedOutput, rows?: ArrayLike<number>): Promise<ModelReading>;
}

/** What scores a pool: a model that was trained here, or what another one said of every example. */
export interface PoolModel {
  readonly classes: number;
  /** rows that may be read at once where layers are wanted */
  readonly rowsOfTrace: number;
  /** every example, or those of some shards, shard by shard */
  shards(): AsyncIterable<PoolShard>;
}

/** A model over the features that it reads. */
export function trainedPoolModel(
  matrices: MatrixStore,
  featuresBlob: string,
  model: OpenModel,
  range?: ShardRange,
): PoolModel {
  return {
    classes: model.description.classes,
    rowsOfTrace: rowsOfTrace(model.description),
    async *shards() {
      for await (const features of matrices.shards(featuresBlob, range)) {
        const part = (rows?: ArrayLike<number>) => (rows ? gatherRows(features, rows) : features);
        yield { rows: features.rows, read: (wanted, rows) => model.read(part(rows), wanted) };
      }
    },
  };
}

/** Rows of a pool in memory that are read at once. */
const ROWS_AT_ONCE = 4096;

/** A model over features that are all there. */
export function memoryPoolModel(features: Matrix, model: OpenModel): PoolModel {
  return {
    classes: model.description.classes,
    rowsOfTrace: rowsOfTrace(model.description),
    async *shards() {
      for (let from = 0; from < features.rows; from += ROWS_AT_ONCE) {
        const rows = Math.min(ROWS_AT_ONCE, features.rows - from);
        const shard = rowsBetween(features, from, from + rows);
        yield await Promise.resolve({
          rows,
          read: (wanted: WantedOutput, some?: ArrayLike<number>) =>
            model.read(some ? gatherRows(shard, some) : shard, wanted),
        });
      }
    },
  };
}

/** Probabilities from elsewhere; scores that look at features see those of the feature set beside it. */
export function externalPoolModel(
  matrices: MatrixStore,
  blobs: { readonly probabilities: string; readonly features: string },
  classes: number,
  range?: ShardRange & { readonly firstRow: number },
): PoolModel {
  return {
    classes,
    rowsOfTrace: Infinity,
    async *shards() {
      let firstRow = range?.firstRow ?? 0;
      for await (const features of matrices.shards(blobs.features, range)) {
        const first = firstRow;
        firstRow += features.rows;
        const read = async (_: WantedOutput, rows?: ArrayLike<number>) => {
          const wanted = rows ?? everyRow(features);
          const places = Int32Array.from(wanted, (row) => first + row);
          return {
            probabilities: await matrices.readRows(blobs.probabilities, places),
            features: rows ? gatherRows(features, rows) : features,
            fused: {},
          };
        };
        yield { rows: features.rows, read };
      }
    },
  };
}

function everyRow({ rows }: Matrix): Int32Array {
  return Int32Array.from({ length: rows }, (_, row) => row);
}
