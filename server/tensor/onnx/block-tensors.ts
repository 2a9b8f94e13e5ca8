import { Tensor } from 'onnxruntime-node';
import type { Matrix } from '@/lib/numeric/matrix';
import type { Precision } from '@/lib/surrogates/tensor-engine';
import { rowBlocks } from '../row-blocks';
import type { RowBlock } from '../row-blocks';
import { unshared } from '../unshared';

/** Two megabytes of features: what a core's cache holds between the passes forward and back. */
const LIMITS = { values: 2 ** 19, rows: 4096 };

export function cacheBlocks(features: Matrix): RowBlock[] {
  return rowBlocks(features, LIMITS);
}

export function featureTensor({ data, columns }: Matrix, { from, to, rows }: RowBlock): Tensor {
  return new Tensor('float32', unshared(data.subarray(from * columns, to * columns)), [rows, columns]);
}

/** One number a row, as a column. */
export function columnTensor(values: Float32Array, { from, to, rows }: RowBlock): Tensor {
  return new Tensor('float32', unshared(values.subarray(from, to)), [rows, 1]);
}

export function labelTensor(labels: Int32Array, { from, to, rows }: RowBlock): Tensor {
  return new Tensor('int32', unshared(labels.subarray(from, to)), [rows]);
}

/** Parameters (d + 1) × K as the weights and biases that the graphs take. */
export function parameterTensors(
  parameters: Float64Array,
  columns: number,
  classes: number,
  precision: Precision = 'single',
) {
  if (precision === 'double') {
    return {
      weights: new Tensor('float64', parameters.slice(0, columns * classes), [columns, classes]),
      biases: new Tensor('float64', parameters.slice(columns * classes), [classes]),
    };
  }
  const values = Float32Array.from(parameters);
  return {
    weights: new Tensor('float32', values.subarray(0, columns * classes), [columns, classes]),
    biases: new Tensor('float32', values.subarray(columns * classes), [classes]),
  };
}
