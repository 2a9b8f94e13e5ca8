import { OnnxModel } from './onnx-model';

/** Σ w · x xᵀ over a block of rows, added to the sum of the blocks before. */
export function momentGraph(): Uint8Array<ArrayBuffer> {
  const model = new OnnxModel();
  const features = model.input('features', 'float32', ['n', 'd']);
  const rowWeights = model.input('rowWeights', 'float32', ['n', 1]);
  const sum = model.input('sum', 'float32', ['d', 'd']);
  const weighted = model.node('Mul', [features, rowWeights]);
  model.output('nextSum', ['d', 'd'], 'Gemm', [weighted, features, sum], { transA: 1 });
  return model.toBytes();
}
