import type { Matrix } from '@/lib/numeric/matrix';
import type { Environment } from '../env';

/** An image's or text's bytes, with its name for messages. */
export interface NamedContent {
  readonly key: string;
  readonly bytes: Buffer;
}

/** Turns contents into rows; opened once for an extraction, since it may hold a model. */
export interface RowReader {
  readonly columns: number;
  /** contents that are best handed over together */
  readonly batch: number;
  /** @returns a row each, one after the other. @throws AppError naming the content that has none */
  rows(contents: readonly NamedContent[]): Promise<Float32Array>;
  close(): Promise<void>;
}

/** Learns from the rows of the pool what is then done to every row: test and seed must not leak into it. */
export interface RowFit {
  add(matrix: Matrix, row: number): void;
  finish(): FittedRows;
}

export interface FittedRows {
  apply(matrix: Matrix): Matrix;
  /** what was learnt */
  readonly parameters: { readonly values: Float64Array; readonly shape: readonly number[] };
}

/** How an extractor learns from the pool, and does the same to examples that come later. */
export interface PoolLearning {
  /** what was learnt is kept under this name, a float64 `.npy` beside the features */
  readonly fileName: string;
  start(columns: number): RowFit;
  /** what `finish` gave, from the values that were kept of it */
  restore(values: Float64Array): FittedRows;
}

/** The part of an extractor that reads contents one by one; where they come from is not its business. */
export interface ContentReading<Configuration> {
  open(configuration: Configuration, env: Environment): Promise<RowReader>;
  /** null: the rows are the features */
  readonly learning: PoolLearning | null;
}
