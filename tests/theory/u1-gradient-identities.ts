import { createRandom } from '@/lib/numeric/random';
import { scoreByName } from '@/lib/scores/registry';
import { atMost, type TheoryCheck } from './check';

const CLASSES = 5;
const COLUMNS = 7;
const STEP = 1e-5;
const NORMS = {
  l1: (values: readonly number[]) => values.reduce((sum, value) => sum + Math.abs(value), 0),
  l2: (values: readonly number[]) => Math.hypot(...values),
  linf: (values: readonly number[]) => Math.max(...values.map(Math.abs)),
};

/** Loss of logits for a label. */
function lossOf(logits: readonly number[], label: number): number {
  const largest = Math.max(...logits);
  const sum = logits.reduce((total, logit) => total + Math.exp(logit - largest), 0);
  return Math.log(sum) + largest - (logits[label] as number);
}

/** Closed-form gradient norms are those of the loss's central differences; expectations are those over all labels. */
export const gradientIdentities: TheoryCheck = {
  name: 'U1',
  title: 'Gradient norms in closed form (softmax, K = 5, d = 7)',
  quick: true,
  run: () => {
    const random = createRandom(7, 'U1');
    const draw = (count: number): number[] =>
      Array.from({ length: count }, () => Math.fround(random.normal()));
    const input = draw(COLUMNS);
    const weights = draw((COLUMNS + 1) * CLASSES);
    const logitsOf = (parameters: readonly number[]): number[] =>
      Array.from({ length: CLASSES }, (_, label) =>
        [...input, 1].reduce(
          (sum, value, row) => sum + value * (parameters[row * CLASSES + label] as number),
          0,
        ),
      );
    const numericGradient = (label: number): number[] =>
      weights.map((_, place) => {
        const moved = (step: number): number =>
          lossOf(logitsOf(weights.map((value, at) => (at === place ? value + step : value))), label);
        return (moved(STEP) - moved(-STEP)) / (2 * STEP);
      });
    const losses = Array.from({ length: CLASSES }, (_, label) => lossOf(logitsOf(weights), label));
    const probabilities = losses.map((loss) => Math.exp(-loss));
    const example = {
      probabilities: { data: Float32Array.from(probabilities), rows: 1, columns: CLASSES },
      features: { data: Float32Array.from(input), rows: 1, columns: COLUMNS },
    };
    const score = (name: string, label?: number): number =>
      scoreByName(name).compute({
        ...example,
        labels: label === undefined ? undefined : Int32Array.of(label),
      })[0] as number;

    const relative = (got: number, expected: number): number => Math.abs(got / expected - 1);
    const lines = (Object.keys(NORMS) as (keyof typeof NORMS)[]).flatMap((norm) => {
      const exact = losses.map((_, label) => NORMS[norm](numericGradient(label)));
      const labeled = exact.map((expected, label) =>
        relative(score(`gradient-norm-labeled:norm=${norm}`, label), expected),
      );
      const expectation = exact.reduce(
        (sum, value, label) => sum + value * (probabilities[label] as number),
        0,
      );
      return [
        atMost(`${norm} norm of the gradient at each label, relative`, Math.max(...labeled), 1e-5),
        atMost(
          `${norm} norm expected under p, relative`,
          relative(score(`gradient-norm:norm=${norm}`), expectation),
          1e-5,
        ),
      ];
    });
    const length = Math.hypot(...input, 1);
    const el2n = losses.map((_, label) =>
      relative(score('gradient-norm-labeled', label) / length, score('el2n', label)),
    );
    const square = losses.reduce(
      (sum, _, label) => sum + (probabilities[label] as number) * score('el2n', label) ** 2,
      0,
    );
    return [
      ...lines,
      atMost('norm / ‖[h; 1]‖ is EL2N, relative', Math.max(...el2n), 1e-5),
      atMost('E‖p − e_y‖² is the Gini variance, relative', relative(square, score('gini')), 1e-5),
    ];
  },
};
