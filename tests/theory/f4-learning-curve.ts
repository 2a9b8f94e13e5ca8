import { createRandom } from '@/lib/numeric/random';
import { forecastError, forecastLabels } from '@/lib/planning/forecast';
import { fitLearningCurve } from '@/lib/planning/learning-curve';
import { atMost, type TheoryCheck } from './check';

const LAW = { amplitude: 1.5, exponent: 0.5, floor: 0.1 };
const SIZES = [100, 200, 400, 800, 1600];
const REPEATS = 5;
const FAR = 6400;
const TARGET = 0.125;
const NEEDED = 3600;
/** times the number of seeds: 200 trials in all, 50 in the quick half */
const TRIALS = 10;

const truth = (labels: number): number => LAW.floor + LAW.amplitude * labels ** -LAW.exponent;

/** Nominal 90 % intervals of an extrapolated error and of the labels for a target contain the truth often enough. */
export const learningCurveCoverage: TheoryCheck = {
  name: 'F4',
  title: 'Learning curve: 90 % intervals four times beyond the points, on a known law (f.2)',
  quick: true,
  run: (seeds) => {
    const trials = TRIALS * seeds;
    let [missedError, missedLabels] = [0, 0];
    for (let trial = 0; trial < trials; trial++) {
      const random = createRandom(trial, 'F4');
      const points = SIZES.map((labels) => {
        const deviation = 0.125 * labels ** -0.5 + 0.002;
        const errors = Array.from({ length: REPEATS }, () => truth(labels) + deviation * random.normal());
        const error = errors.reduce((sum, value) => sum + value, 0) / REPEATS;
        const squares = errors.reduce((sum, value) => sum + (value - error) ** 2, 0);
        return {
          labels,
          error,
          variance: squares / (REPEATS - 1) / REPEATS,
          degrees: REPEATS - 1,
        };
      });
      const curve = fitLearningCurve(points, trial);
      const error = forecastError(curve, FAR);
      const labels = forecastLabels(curve, TARGET);
      if (truth(FAR) < error.low || truth(FAR) > error.high) missedError++;
      if (NEEDED < labels.low || NEEDED > labels.high) missedLabels++;
    }
    return [
      atMost(
        `share of intervals of the error at ${FAR} that miss it (NumPy .055)`,
        missedError / trials,
        0.15,
      ),
      atMost(
        `share of intervals of the labels for ${TARGET} that miss them (NumPy .045)`,
        missedLabels / trials,
        0.15,
      ),
    ];
  },
};
