import { Tensor } from 'onnxruntime-node';
import type { Matrix } from '@/lib/numeric/matrix';
import type { RowBlock } from './row-blocks';

/** The features of a block: a view, or a copy where memory is shared, which ONNX Runtime refuses to read. */
export function featureTensor({ data, columns }: Matrix, { from, to, rows }: RowBlock): Tensor {
  return new Tensor('float32', unshared(data.subarray(from * columns, to * columns)), [rows, columns]);
}

/** The same for one number a row, as a column. */
export function columnTensor(values: Float32Array, { from, to, rows }: RowBlock): Tensor {
  return new Tensor('float32', unshared(values.subarray(from, to)), [rows, 1]);
}

export function labelTensor(labels: Int32Array, { from, to, rows }: RowBlock): Tensor {
  const values = labels.subarray(from, to);
  return new Tensor('int32', values.buffer instanceof SharedArrayBuffer ? values.slice() : values, [rows]);
}

function unshared(values: Float32Array): Float32Array {
  return values.buffer instanceof SharedArrayBuffer ? Float32Array.from(values) : values;
}

/** Parameters (d + 1) × K as the weights and biases that the graphs take. */
export function parameterTensors(parameters: Float64Array, columns: number, classes: number) {
  const values = Float32Array.from(parameters);
  return {
    weights: new Tensor('float32', values.subarray(0, columns * classes), [columns, classes]),
    biases: new Tensor('float32', values.subarray(columns * classes), [classes]),
  };
}
