import { Arms, difference, type TheoryCheck } from './check';
import { drawProblem, fullError, powerError, seedsOf } from './problem';

const RIDGES = [1e-3, 1e-2, 3e-2, 1e-1, 3e-1];

/** With few examples a dimension easy ones are best for small fractions, hard ones for large fractions. */
export const easyThenHard: TheoryCheck = {
  name: 'C1',
  title: 'The best exponent flips with the fraction kept (f1, N/p = 2.29, ridge 1e-3)',
  quick: false,
  run: (seeds) => {
    const arms = new Arms();
    for (const seed of seedsOf(seeds)) {
      const problem = drawProblem(seed, { labels: 'f1', dimension: 100, pool: 229 });
      for (const exponent of [-1, 0, 1]) {
        arms.add(`20 %, ${exponent}`, powerError(problem, { exponent, fraction: 0.2, ridge: 1e-3 }));
      }
    }
    // the difference from all of the pool is small beside its scatter
    for (const seed of seedsOf(2 * seeds)) {
      const problem = drawProblem(seed, { labels: 'f1', dimension: 300, pool: 687 });
      arms.add('full', fullError(problem, 1e-3));
      for (const exponent of [0, 1]) {
        arms.add(`80 %, ${exponent}`, powerError(problem, { exponent, fraction: 0.8, ridge: 1e-3 }));
      }
    }
    for (const seed of seedsOf(seeds)) {
      const problem = drawProblem(seed, { labels: 'f1', dimension: 300, pool: 687 });
      const best = (errorWith: (ridge: number) => number): number => Math.min(...RIDGES.map(errorWith));
      const arm = { exponent: 1, fraction: 0.8 };
      arms.add(
        'full, tuned',
        best((ridge) => fullError(problem, ridge)),
      );
      arms.add(
        '80 %, tuned',
        best((ridge) => powerError(problem, { ...arm, ridge })),
      );
    }
    return [
      difference('20 %, p = 100: random − easy', arms.minus('20 %, 0', '20 %, -1'), { measured: 0.073 }),
      difference('20 %, p = 100: hard − random', arms.minus('20 %, 1', '20 %, 0'), { measured: 0.076 }),
      difference('80 %, p = 300: random − hard', arms.minus('80 %, 0', '80 %, 1'), { measured: 0.0217 }),
      difference('80 %, p = 300: full at the same ridge − hard', arms.minus('full', '80 %, 1'), {
        measured: 0.0127,
      }),
      // beating all of the pool was only its ridge
      difference(
        '80 %, p = 300: hard − full, each at its best ridge',
        arms.minus('80 %, tuned', 'full, tuned'),
        {
          measured: 0.0127,
          firm: false,
        },
      ),
    ];
  },
};
