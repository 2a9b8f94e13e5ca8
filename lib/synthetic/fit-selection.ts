import { gatherRows } from '../numeric/matrix';
import { fitLogistic } from '../surrogates/fit-logistic';
import type { LabeledExamples } from './draw-examples';

export interface SelectionFitOptions {
  readonly ridge: number;
  /** what the losses are divided by (theory 0.1) */
  readonly normalization: 'pool' | 'mean';
  /** training weights of the chosen rows; all 1 unless given */
  readonly weights?: Float64Array | undefined;
}

/** Ridge logistic regression on some rows of a pool; nothing chosen gives parameters of zero. */
export function fitSelection(
  pool: LabeledExamples,
  rows: Int32Array,
  { ridge, normalization, weights }: SelectionFitOptions,
): Float64Array {
  if (rows.length === 0) return new Float64Array(pool.features.columns);
  const { parameters } = fitLogistic(
    {
      features: gatherRows(pool.features, rows),
      labels: rows.map((row) => pool.labels[row] as number),
      weights,
    },
    { ridge, divisor: normalization === 'pool' ? pool.features.rows : undefined },
  );
  return parameters;
}

/** All rows of a pool. */
export function allRows(count: number): Int32Array {
  return Int32Array.from({ length: count }, (_, row) => row);
}
