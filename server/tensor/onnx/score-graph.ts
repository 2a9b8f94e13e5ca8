import type { FusedScore } from '@/lib/surrogates/tensor-engine';
import { OnnxModel } from './onnx-model';

/**
 * Probabilities and the scores asked for, in one pass over a block of rows (definitions: lib/scores).
 *
 * Scores are computed class-major (k × n), where sums over classes run along memory. All are 0 where one class has all
 * the probability, and differences such as 1 − p would leave nothing but float32 rounding there; so each is built from
 * sums over the classes other than the likeliest (`rest`). Where several are equally likely, `rest` holds none of
 * them, and `ties` counts all but one.
 */
export function scoreGraph(scores: readonly FusedScore[]): Uint8Array<ArrayBuffer> {
  const model = new OnnxModel();
  const features = model.input('features', 'float32', ['n', 'd']);
  const weights = model.input('weights', 'float32', ['d', 'k']);
  const biases = model.input('biases', 'float32', ['k']);

  const logits = model.node('Gemm', [features, weights, biases]);
  model.output('probabilities', ['n', 'k'], 'Softmax', [logits], { axis: 1 });
  if (scores.length > 0) addScores(model, features, scores);
  return model.toBytes();
}

function addScores(model: OnnxModel, features: string, scores: readonly FusedScore[]): void {
  const zero = model.scalar(0);
  const one = model.scalar(1);
  const axis = model.integers(0);
  const add = (left: string, right: string) => model.node('Add', [left, right]);
  const subtract = (left: string, right: string) => model.node('Sub', [left, right]);
  const multiply = (left: string, right: string) => model.node('Mul', [left, right]);
  const sumOverClasses = (value: string) => model.node('ReduceSum', [value, axis]);

  const probabilities = model.node('Transpose', ['probabilities'], { perm: [1, 0] });
  const largest = model.node('ReduceMax', [probabilities], { axes: [0] });
  const below = model.node('Less', [probabilities, largest]);
  const rest = model.node('Where', [below, probabilities, zero]);
  const ties = subtract(sumOverClasses(model.node('Where', [below, zero, one])), one);
  const doubt = add(sumOverClasses(rest), multiply(ties, largest));
  const restSquares = sumOverClasses(multiply(rest, rest));
  const largestSquare = multiply(largest, largest);

  const graphs: Record<FusedScore, () => void> = {
    'least-confidence': () => model.output('least-confidence', [1, 'n'], 'Identity', [doubt]),

    margin: () => {
      const anyTie = model.node('Min', [ties, one]);
      const second = model.node('Max', [
        model.node('ReduceMax', [rest], { axes: [0] }),
        multiply(anyTie, largest),
      ]);
      model.output('margin', [1, 'n'], 'Add', [doubt, second]);
    },

    gini: () => {
      const otherSquares = add(restSquares, multiply(ties, largestSquare));
      model.output('gini', [1, 'n'], 'Sub', [multiply(doubt, add(largest, one)), otherSquares]);
    },

    entropy: () => {
      const logRest = model.node('Log', [model.node('Max', [rest, model.scalar(1e-38)])]);
      const ofRest = sumOverClasses(multiply(rest, logRest));
      // −ln(1 − doubt) by its series where ln p would have lost the small doubt
      const series = [1 / 4, 1 / 3, 1 / 2, 1].reduce(
        (sum, coefficient) => multiply(doubt, add(sum, model.scalar(coefficient))),
        zero,
      );
      const surprise = model.node('Where', [
        model.node('Less', [doubt, model.scalar(0.02)]),
        series,
        model.node('Neg', [model.node('Log', [largest])]),
      ]);
      const ofLargest = multiply(multiply(add(ties, one), largest), surprise);
      model.output('entropy', [1, 'n'], 'Sub', [ofLargest, ofRest]);
    },

    'gradient-norm': () => {
      const count = add(ties, one);
      const restSum = sumOverClasses(rest);
      // for each label: 1 − p of it, and the sum of squares of the others
      const missing = add(restSum, subtract(multiply(count, largest), probabilities));
      const squares = multiply(probabilities, probabilities);
      const others = add(restSquares, subtract(multiply(count, largestSquare), squares));
      const norms = model.node('Sqrt', [add(multiply(missing, missing), others)]);
      const expected = sumOverClasses(multiply(probabilities, norms));
      // ReduceSumSquare would do both, at half the speed
      const featureSquares = model.node('ReduceSum', [multiply(features, features), model.integers(1)]);
      const featureNorms = model.node('Sqrt', [add(featureSquares, one)]);
      const acrossRows = model.node('Transpose', [featureNorms], { perm: [1, 0] });
      model.output('gradient-norm', [1, 'n'], 'Mul', [expected, acrossRows]);
    },
  };
  for (const score of scores) graphs[score]();
}
