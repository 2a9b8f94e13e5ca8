import { OnnxModel } from './onnx-model';

/** features · axes + offset over a block of rows. */
export function projectionGraph(): Uint8Array<ArrayBuffer> {
  const model = new OnnxModel();
  const features = model.input('features', 'float32', ['n', 'd']);
  const axes = model.input('axes', 'float32', ['d', 'r']);
  const offset = model.input('offset', 'float32', ['r']);
  model.output('projected', ['n', 'r'], 'Gemm', [features, axes, offset]);
  return model.toBytes();
}
