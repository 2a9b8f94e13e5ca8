import { OnnxModel } from './onnx-model';

const INT64 = 7;

/**
 * Loss and gradient of softmax regression over a block of rows. Every dimension is dynamic, so one session serves all
 * data: n rows, d features, k classes.
 *
 * Log-likelihoods leave row by row, to be summed in float64. The gradient leaves as k × d: with the residuals as the
 * left factor ONNX Runtime's kernel is a quarter faster than with the features there.
 */
export function objectiveGraph(): Uint8Array<ArrayBuffer> {
  const model = new OnnxModel();
  const features = model.input('features', 'float32', ['n', 'd']);
  const labels = model.input('labels', 'int32', ['n']);
  const rowWeights = model.input('rowWeights', 'float32', ['n', 1]);
  const weights = model.input('weights', 'float32', ['d', 'k']);
  const biases = model.input('biases', 'float32', ['k']);

  const logits = model.node('Gemm', [features, weights, biases]);
  const logProbabilities = model.node('LogSoftmax', [logits], { axis: 1 });
  const classes = model.node('Shape', [biases]);
  const truth = model.node('OneHot', [
    model.node('Cast', [labels], { to: INT64 }),
    classes,
    model.floats(0, 1),
  ]);
  const differences = model.node('Sub', [model.node('Exp', [logProbabilities]), truth]);
  const residuals = model.node('Mul', [differences, rowWeights]);
  const ofLabels = model.node('Mul', [logProbabilities, truth]);

  model.output('logLikelihoods', ['n'], 'ReduceSum', [ofLabels, model.integers(1)], { keepdims: 0 });
  model.output('weightGradient', ['k', 'd'], 'Gemm', [residuals, features], { transA: 1 });
  model.output('biasGradient', ['k'], 'ReduceSum', [residuals, model.integers(0)], { keepdims: 0 });
  return model.toBytes();
}
