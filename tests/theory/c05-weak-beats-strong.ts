import { Arms, difference, type TheoryCheck } from './check';
import { drawProblem, powerError, seedsOf } from './problem';

/** Where hard selection is the wrong scheme, an inaccurate surrogate carries it out less faithfully. */
export const weakBeatsStrong: TheoryCheck = {
  name: 'C5',
  title: 'A weak surrogate beats a strong one (f1, p = 100, N = 3685, ridge .1, 10 %, exponent 1)',
  quick: false,
  run: (seeds) => {
    const arms = new Arms();
    for (const seed of seedsOf(seeds)) {
      for (const [arm, surrogate] of [
        ['weak', { labels: 150, ridge: 0.01 }],
        ['strong', { labels: 4000, ridge: 0.001 }],
        ['perfect', undefined],
      ] as const) {
        const problem = drawProblem(seed, { labels: 'f1', dimension: 100, pool: 3685, surrogate });
        arms.add(arm, powerError(problem, { exponent: 1, fraction: 0.1, ridge: 0.1 }));
      }
    }
    return [
      difference('strong (4000 labels) − weak (150)', arms.minus('strong', 'weak'), { measured: 0.047 }),
      difference('perfect − strong', arms.minus('perfect', 'strong'), { measured: 0.03 }),
    ];
  },
};
