import { labelProcessByName } from '@/lib/synthetic/label-process';
import { predictLowDimensional } from '@/lib/synthetic/low-dimensional';
import { within, type CheckLine, type TheoryCheck } from './check';
import { drawProblem, fullError, powerError, seedsOf } from './problem';

const DIMENSION = 20;
const POOL = 40_000;
const SIMULATIONS = 8;

/** The closed form against simulations of the product, and against the numbers of theory e.3. */
const CASES = [
  ['f1', 0, 1, 0.0548],
  ['f1', 0, 0.2, 0.0608],
  ['f1', -1, 0.2, 0.082],
  ['f1', 0.5, 0.2, 0.0549],
  ['f1', 1, 0.2, 0.0534],
  ['f1', 1, 0.4, 0.0528],
  ['f2', 0, 1, 0.2978],
  ['f2', 0, 0.2, 0.3128],
  ['f2', -1, 0.2, 0.3249],
  ['f2', 0.5, 0.2, 0.2991],
  ['f2', 1, 0.2, 0.2929],
  ['logistic', 0, 1, 0.1056],
  ['logistic', 0, 0.2, 0.1061],
  ['logistic', 1, 0.2, 0.1058],
] as const;

export const predictedError: TheoryCheck = {
  name: 'e.3',
  title: 'Error predicted without simulation (p = 20, N = 40,000, no ridge)',
  quick: false,
  run: () => {
    const problems = new Map(
      (['f1', 'f2', 'logistic'] as const).map((labels) => [
        labels,
        seedsOf(SIMULATIONS).map((seed) => drawProblem(seed, { labels, dimension: DIMENSION, pool: POOL })),
      ]),
    );
    return CASES.flatMap(([labels, exponent, fraction, known]): CheckLine[] => {
      const process = labelProcessByName(labels);
      const setting = { process, signal: 5, dimension: DIMENSION, pool: POOL, exponent, fraction };
      const { error } = predictLowDimensional(setting);
      const simulated = (problems.get(labels) ?? []).map((problem) =>
        fraction === 1 ? fullError(problem, 1e-7) : powerError(problem, { exponent, fraction, ridge: 1e-7 }),
      );
      const mean = simulated.reduce((sum, value) => sum + value, 0) / simulated.length;
      const place = `${labels}, exponent ${exponent}, ${100 * fraction} %`;
      return [
        within(`${place}: closed form`, error, known, 1e-4),
        within(`${place}: simulated`, mean, error, 0.005),
      ];
    });
  },
};
