import { parameterBlocks, type Layer, type Network, type ParameterBlock } from '@/lib/surrogates/network';
import { layerSteps, type LayerStep } from '../image-index';
import {
  convolutionGraph,
  denseGraph,
  outputShape,
  rectifierGraph,
  type LayerGraph,
  type LayerParameters,
} from './layer-graphs';
import type { OnnxModel } from './onnx-model';

/** A layer with the way back, and where it stands. */
export interface PlacedGraph {
  readonly step: LayerStep;
  readonly graph: LayerGraph;
}

/** The layers of a network, one after the other. @param parameters all of them in one array */
export function forwardGraphs(
  model: OnnxModel,
  network: Network,
  parameters: string,
  features: string,
): PlacedGraph[] {
  const blocks = parameterBlocks(network);
  const first = network.layers[0] as Layer;
  let values = batchLast(model, first, features);
  let shape: readonly number[] = first.kind === 'dense' ? [first.inputs] : [];
  return layerSteps(network).map((step) => {
    const layer = network.layers[step.layer] as Layer;
    const block = blocks[step.layer];
    let graph: LayerGraph;
    if (step.kind === 'convolution' && layer.kind === 'convolution' && block) {
      const own = sliceParameters(model, parameters, block);
      graph = convolutionGraph(model, layer, step.index, block, own, values);
      shape = outputShape(layer, step.index);
    } else if (layer.kind === 'dense' && block) {
      graph = denseGraph(model, layer, sliceParameters(model, parameters, block), values, shape);
      shape = [layer.outputs];
    } else graph = rectifierGraph(model, values);
    values = graph.outputs;
    return { step, graph };
  });
}

/** Rows of features with the batch last: features × n, or channels × pixels × n. */
function batchLast(model: OnnxModel, first: Layer, features: string): string {
  if (first.kind === 'dense' || first.kind === 'rectifier') {
    return model.node('Transpose', [features], { perm: [1, 0] });
  }
  const { height, width, channels } = first.image;
  const pixels = model.node('Reshape', [features, model.integers(-1, height * width, channels)]);
  return model.node('Transpose', [pixels], { perm: [2, 1, 0] });
}

function sliceParameters(model: OnnxModel, parameters: string, block: ParameterBlock): LayerParameters {
  const { offset, rows, columns } = block;
  const part = (from: number, length: number, ...shape: number[]) =>
    model.node('Reshape', [
      model.node('Slice', [parameters, model.integers(from), model.integers(from + length)]),
      model.integers(...shape),
    ]);
  return {
    weights: part(offset, rows * columns, rows, columns),
    biases: part(offset + rows * columns, columns, columns, 1),
  };
}
