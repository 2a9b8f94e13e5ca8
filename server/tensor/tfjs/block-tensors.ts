import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import type { Matrix } from '@/lib/numeric/matrix';
import type { RowBlock } from '../row-blocks';
import { unshared } from '../unshared';
import type { TensorFlow } from './load-tfjs';

export function featureTensor(
  tf: TensorFlow,
  { data, columns }: Matrix,
  { from, to, rows }: RowBlock,
): Tensor2D {
  return tf.tensor2d(unshared(data.subarray(from * columns, to * columns)), [rows, columns], 'float32');
}

/** One number a row, as a column. */
export function columnTensor(tf: TensorFlow, values: Float32Array, { from, to, rows }: RowBlock): Tensor2D {
  return tf.tensor2d(unshared(values.subarray(from, to)), [rows, 1], 'float32');
}

/** Parameters (d + 1) × K as weights and biases. */
export function parameterTensors(
  tf: TensorFlow,
  parameters: Float64Array,
  columns: number,
  classes: number,
): { weights: Tensor2D; biases: Tensor1D } {
  const values = Float32Array.from(parameters);
  return {
    weights: tf.tensor2d(values.subarray(0, columns * classes), [columns, classes], 'float32'),
    biases: tf.tensor1d(values.subarray(columns * classes), 'float32'),
  };
}
