import { createRandom } from '@/lib/numeric/random';

/** Where Debian's dataset-fashion-mnist lies. */
export const FASHION_MNIST = '/usr/share/datasets/fashion-mnist';

/** Share of wrong answers of each member of the team, who is called by a letter. */
const ERROR_RATES = [0.02, 0.05, 0.08, 0.12, 0.18, 0.3];

/** Fashion-MNIST's classes that people take for each other: tops, shoes, and the two that look like nothing else. */
const LOOKALIKES = [[0, 2, 3, 4, 6], [5, 7, 9], [1], [8]];
const CLASSES = 10;
/** How much likelier a wrong answer is one of the lookalikes than one of the others. */
const LIKELIER = 10;

export interface SimulatedAnnotator {
  readonly name: string;
  /** Share of wrong answers, the same for every class. */
  readonly errorRate: number;
  /** classes × classes, rows are the truth; each row sums to 1 */
  readonly confusion: Float64Array;
  answer(truth: number): number;
  /** How long the answer took: three seconds, give or take. */
  seconds(): number;
}

/** Six people, from careful to careless. */
export function simulateTeam(seed: number): SimulatedAnnotator[] {
  return ERROR_RATES.map((errorRate, index) =>
    simulateAnnotator(String.fromCharCode(65 + index), errorRate, seed),
  );
}

/** A person with a known error rate, who errs towards what looks alike; the same answers for the same seed. */
function simulateAnnotator(name: string, errorRate: number, seed: number): SimulatedAnnotator {
  const confusion = Float64Array.from({ length: CLASSES * CLASSES }, (_, at) =>
    answerProbability(Math.floor(at / CLASSES), at % CLASSES, errorRate),
  );
  const answers = createRandom(seed, 'simulated annotator', name, 'answers');
  const times = createRandom(seed, 'simulated annotator', name, 'seconds');
  return {
    name,
    errorRate,
    confusion,
    answer(truth) {
      let left = answers.uniform();
      for (let label = 0; label < CLASSES; label++) {
        left -= confusion[truth * CLASSES + label] as number;
        if (left < 0) return label;
      }
      return truth;
    },
    seconds: () => 3 * Math.exp(0.4 * times.normal()),
  };
}

function answerProbability(truth: number, label: number, errorRate: number): number {
  if (label === truth) return 1 - errorRate;
  const weights = Array.from({ length: CLASSES }, (_, other) => weightOf(truth, other));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return (errorRate * weightOf(truth, label)) / sum;
}

function weightOf(truth: number, label: number): number {
  if (label === truth) return 0;
  return LOOKALIKES.some((group) => group.includes(truth) && group.includes(label)) ? LIKELIER : 1;
}
