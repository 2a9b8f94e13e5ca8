import { Arms, difference, type TheoryCheck } from './check';
import { drawProblem, fullError, powerError, seedsOf } from './problem';

const FULL_RIDGES = [1e-4, 3e-4, 1e-3, 3e-3, 1e-2, 3e-2];

/** A misspecified model: 40 % hard examples teach it more than all of them, whatever the ridge of the full pool. */
export const lessIsMore: TheoryCheck = {
  name: 'C2',
  title: '40 % by exponent 1 beats 100 % (f1, p = 100, N = 3685, ridge 1e-3)',
  quick: false,
  run: (seeds) => {
    const arms = new Arms();
    for (const seed of seedsOf(seeds)) {
      const problem = drawProblem(seed, { labels: 'f1', dimension: 100, pool: 3685 });
      arms.add('full', fullError(problem, 1e-3));
      arms.add('full tuned', Math.min(...FULL_RIDGES.map((ridge) => fullError(problem, ridge))));
      for (const exponent of [0, 1]) {
        arms.add(`40 %, ${exponent}`, powerError(problem, { exponent, fraction: 0.4, ridge: 1e-3 }));
      }
    }
    return [
      difference('full − 40 % hard', arms.minus('full', '40 %, 1'), { measured: 0.0107 }),
      difference('40 % random − 40 % hard', arms.minus('40 %, 0', '40 %, 1'), { measured: 0.0357 }),
      // the selection's ridge stays where it is, so that this is harder than tuning both arms (+.0132)
      difference('full at its best ridge − 40 % hard', arms.minus('full tuned', '40 %, 1'), {
        measured: 0.0107,
      }),
    ];
  },
};
