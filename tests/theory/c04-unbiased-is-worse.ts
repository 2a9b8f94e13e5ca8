import { Arms, difference, type TheoryCheck } from './check';
import { drawProblem, fullError, powerError, seedsOf } from './problem';

/** Weights 1 / probability keep the minimizer of all of the pool, and with it its misspecification, at a price in variance. */
export const unbiasedIsWorse: TheoryCheck = {
  name: 'C4',
  title: 'Weights 1/π are far worse than none (p = 20, N = 4000, 20 %)',
  quick: true,
  run: (seeds) => {
    const arms = new Arms();
    for (const seed of seedsOf(seeds)) {
      for (const [labels, ridge] of [
        ['f1', 1e-4],
        ['f2', 1e-3],
      ] as const) {
        const problem = drawProblem(seed, { labels, dimension: 20, pool: 4000 });
        for (const exponent of [-1, 1]) {
          const arm = { exponent, fraction: 0.2, ridge };
          arms.add(`${labels} biased ${exponent}`, powerError(problem, arm));
          arms.add(`${labels} unbiased ${exponent}`, powerError(problem, { ...arm, unbiased: true }));
        }
        if (labels === 'f2') {
          arms.add('f2 full', fullError(problem, ridge));
          arms.add('f2 40 %', powerError(problem, { exponent: 1, fraction: 0.4, ridge }));
        }
      }
    }
    const gap = (labels: string, exponent: number, measured: number) =>
      difference(
        `${labels}, exponent ${exponent}: unbiased − biased`,
        arms.minus(`${labels} unbiased ${exponent}`, `${labels} biased ${exponent}`),
        { measured },
      );
    return [
      gap('f2', 1, 0.065),
      gap('f2', -1, 0.052),
      gap('f1', 1, 0.029),
      gap('f1', -1, 0.062),
      difference('f2: full − 40 % hard', arms.minus('f2 full', 'f2 40 %'), { measured: 0.0127 }),
    ];
  },
};
