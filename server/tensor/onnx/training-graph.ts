import {
  parameterBlocks,
  parameterCount,
  type Layer,
  type Network,
  type ParameterBlock,
} from '@/lib/surrogates/network';
import { layerSteps, type LayerStep } from '../image-index';
import {
  convolutionGraph,
  denseGraph,
  outputShape,
  rectifierGraph,
  type LayerGraph,
  type LayerParameters,
} from './layer-graphs';
import { OnnxModel } from './onnx-model';

const INT64 = 7;

/**
 * One step of training in one graph: the network forward, the loss, the way back, and the new parameters.
 *
 * Takes features (n × d), labels, weights (w/n), all parameters and velocities in one array each, which parameters decay,
 * and the rate; gives losses (w/n · cross-entropy, an example each) and the next parameters and velocities.
 */
export function trainingGraph(network: Network, momentum: number): Uint8Array<ArrayBuffer> {
  const model = new OnnxModel();
  const count = parameterCount(network);
  const features = model.input('features', 'float32', ['n', 'd']);
  const labels = model.input('labels', 'int32', ['n']);
  const weights = model.input('weights', 'float32', ['n', 1]);
  const parameters = model.input('parameters', 'float32', [count]);
  const velocity = model.input('velocity', 'float32', [count]);
  const decays = model.input('decays', 'float32', [count]);
  const rate = model.input('rate', 'float32', []);

  const blocks = parameterBlocks(network);
  const graphs = forwardGraphs(model, network, blocks, parameters, features);
  const logits = model.node('Transpose', [graphs.at(-1)?.graph.outputs ?? features], { perm: [1, 0] });
  const residuals = lossGraph(model, logits, labels, weights, blocks.at(-1)?.columns ?? 0);
  const gradient = backwardGraph(model, graphs, model.node('Transpose', [residuals], { perm: [1, 0] }));

  const add = (left: string, right: string) => model.node('Add', [left, right]);
  const multiply = (left: string, right: string) => model.node('Mul', [left, right]);
  const slope = add(gradient, multiply(decays, parameters));
  model.output('nextVelocity', [count], 'Add', [multiply(velocity, model.scalar(momentum)), slope]);
  model.output('nextParameters', [count], 'Sub', [parameters, multiply(rate, 'nextVelocity')]);
  return model.toBytes();
}

interface PlacedGraph {
  readonly step: LayerStep;
  readonly graph: LayerGraph;
}

function forwardGraphs(
  model: OnnxModel,
  network: Network,
  blocks: readonly (ParameterBlock | null)[],
  parameters: string,
  features: string,
): PlacedGraph[] {
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

/** The losses as an output; slopes by the logits, n × classes. */
function lossGraph(
  model: OnnxModel,
  logits: string,
  labels: string,
  weights: string,
  classes: number,
): string {
  const logProbabilities = model.node('LogSoftmax', [logits], { axis: 1 });
  const truth = model.node('OneHot', [
    model.node('Cast', [labels], { to: INT64 }),
    model.integers(classes),
    model.floats(0, 1),
  ]);
  const ofLabels = model.node('Mul', [logProbabilities, truth]);
  const weighted = model.node('Mul', [ofLabels, weights]);
  model.output('losses', ['n'], 'ReduceSum', [model.node('Neg', [weighted]), model.integers(1)], {
    keepdims: 0,
  });
  const differences = model.node('Sub', [model.node('Exp', [logProbabilities]), truth]);
  return model.node('Mul', [differences, weights]);
}

/** All slopes by the parameters in one array, in the order of the parameters. */
function backwardGraph(model: OnnxModel, graphs: readonly PlacedGraph[], ofLogits: string): string {
  const parts: string[] = [];
  let slopes = ofLogits;
  const flat = (value: string) => model.node('Reshape', [value, model.integers(-1)]);
  for (const [place, { graph }] of [...graphs.entries()].reverse()) {
    const back = graph.back(slopes, { inputs: place > 0 });
    if (back.weights && back.biases) parts.unshift(flat(back.weights), flat(back.biases));
    slopes = back.inputs ?? slopes;
  }
  return model.node('Concat', parts, { axis: 0 });
}
