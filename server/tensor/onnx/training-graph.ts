import { lastLayer, parameterCount, type Network } from '@/lib/surrogates/network';
import { forwardGraphs, type PlacedGraph } from './forward-graphs';
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

  const { outputs: classes } = lastLayer(network);
  const graphs = forwardGraphs(model, network, parameters, features);
  const logits = model.node('Transpose', [graphs.at(-1)?.graph.outputs ?? features], { perm: [1, 0] });
  const residuals = lossGraph(model, logits, labels, weights, classes);
  const gradient = backwardGraph(model, graphs, model.node('Transpose', [residuals], { perm: [1, 0] }));

  const add = (left: string, right: string) => model.node('Add', [left, right]);
  const multiply = (left: string, right: string) => model.node('Mul', [left, right]);
  const slope = add(gradient, multiply(decays, parameters));
  model.output('nextVelocity', [count], 'Add', [multiply(velocity, model.scalar(momentum)), slope]);
  model.output('nextParameters', [count], 'Sub', [parameters, multiply(rate, 'nextVelocity')]);
  return model.toBytes();
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
    const back = graph.back(slopes, { inputs: place > 0, parameters: true });
    if (back.weights && back.biases) parts.unshift(flat(back.weights), flat(back.biases));
    slopes = back.inputs ?? slopes;
  }
  return model.node('Concat', parts, { axis: 0 });
}
