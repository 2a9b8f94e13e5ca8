import {
  FILTER_SIDE,
  lastLayer,
  parameterBlocks,
  type Layer,
  type Network,
  type ParameterBlock,
} from '@/lib/surrogates/network';
import { OnnxModel } from './onnx-model';

/**
 * A trained network up to its last layer. Its parameters are constants of the graph, and its convolutions ONNX Runtime's
 * own operators: then it keeps them in the blocked layout of its fastest kernels.
 */
export function embeddingGraph(network: Network, parameters: Float32Array): Uint8Array<ArrayBuffer> {
  const model = new OnnxModel();
  const features = model.input('features', 'float32', ['n', 'd']);
  const blocks = parameterBlocks(network);
  const hidden = network.layers.slice(0, -1);
  const values = hidden.reduce(
    (input, layer, index) => addLayer(model, layer, blocks[index] ?? null, parameters, input),
    imagesFirst(model, network.layers[0] as Layer, features),
  );
  model.output('seen', ['n', lastLayer(network).inputs], 'Flatten', [values], { axis: 1 });
  return model.toBytes();
}

/** Rows of features as n × channels × height × width where the first layer looks at images. */
function imagesFirst(model: OnnxModel, first: Layer, features: string): string {
  if (first.kind === 'dense' || first.kind === 'rectifier') return features;
  const { height, width, channels } = first.image;
  const pixels = model.node('Reshape', [features, model.integers(-1, height, width, channels)]);
  return model.node('Transpose', [pixels], { perm: [0, 3, 1, 2] });
}

function addLayer(
  model: OnnxModel,
  layer: Layer,
  block: ParameterBlock | null,
  parameters: Float32Array,
  input: string,
): string {
  if (layer.kind === 'rectifier') return model.node('Relu', [input]);
  if (layer.kind === 'max-pool') {
    return model.node('MaxPool', [input], { kernel_shape: [2, 2], strides: [2, 2] });
  }
  if (!block) throw new RangeError(`The layer “${layer.kind}” has no parameters.`);
  const { offset, rows, columns } = block;
  const biasOffset = offset + rows * columns;
  const weights = parameters.subarray(offset, biasOffset);
  const biases = model.tensor(parameters.subarray(biasOffset, biasOffset + columns), [columns]);
  if (layer.kind === 'dense') {
    const flat = model.node('Flatten', [input], { axis: 1 });
    return model.node('Gemm', [flat, model.tensor(weights, [rows, columns]), biases]);
  }
  const side = layer.padding;
  const filters = model.tensor(transposed(weights, rows, columns), [
    columns,
    layer.image.channels,
    FILTER_SIDE,
    FILTER_SIDE,
  ]);
  return model.node('Conv', [input, filters, biases], { pads: [side, side, side, side] });
}

function transposed(values: Float32Array, rows: number, columns: number): Float32Array {
  return values.map((_, place) => values[(place % rows) * columns + Math.floor(place / rows)] as number);
}
