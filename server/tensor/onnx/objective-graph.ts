import type { Precision } from '@/lib/surrogates/tensor-engine';
import { ELEMENT_TYPES, OnnxModel } from './onnx-model';

/**
 * Loss and gradient of softmax regression over a block of rows. Every dimension is dynamic, so one session serves all
 * data: n rows, d features, k classes.
 *
 * Log-likelihoods leave row by row, to be summed in float64. The gradient leaves as k × d: with the residuals as the
 * left factor ONNX Runtime's kernel is a quarter faster than with the features there. In double precision the features
 * become float64 within the graph, block by block, so that they are held once.
 */
export function objectiveGraph(precision: Precision): Uint8Array<ArrayBuffer> {
  const type = precision === 'double' ? 'float64' : 'float32';
  const model = new OnnxModel();
  const widened = (value: string) =>
    precision === 'double' ? model.node('Cast', [value], { to: ELEMENT_TYPES.float64 }) : value;
  const features = widened(model.input('features', 'float32', ['n', 'd']));
  const labels = model.input('labels', 'int32', ['n']);
  const rowWeights = widened(model.input('rowWeights', 'float32', ['n', 1]));
  const weights = model.input('weights', type, ['d', 'k']);
  const biases = model.input('biases', type, ['k']);

  const logits = model.node('Gemm', [features, weights, biases]);
  const logProbabilities = model.node('LogSoftmax', [logits], { axis: 1 });
  const classes = model.node('Shape', [biases]);
  const truth = widened(
    model.node('OneHot', [
      model.node('Cast', [labels], { to: ELEMENT_TYPES.int64 }),
      classes,
      model.floats(0, 1),
    ]),
  );
  const differences = model.node('Sub', [model.node('Exp', [logProbabilities]), truth]);
  const residuals = model.node('Mul', [differences, rowWeights]);
  const ofLabels = model.node('Mul', [logProbabilities, truth]);

  const likelihoods = [ofLabels, model.integers(1)];
  model.output('logLikelihoods', ['n'], 'ReduceSum', likelihoods, { keepdims: 0 }, type);
  model.output('weightGradient', ['k', 'd'], 'Gemm', [residuals, features], { transA: 1 }, type);
  model.output('biasGradient', ['k'], 'ReduceSum', [residuals, model.integers(0)], { keepdims: 0 }, type);
  return model.toBytes();
}
