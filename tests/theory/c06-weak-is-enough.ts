import { Arms, difference, type TheoryCheck } from './check';
import { drawProblem, powerError, seedsOf } from './problem';

/** A surrogate from 2.5 % of the labels brings part of what one from all labels does. */
export const weakIsEnough: TheoryCheck = {
  name: 'C6',
  title: 'A weak surrogate keeps part of the gain (f1, p = 20, N = 4000, 20 %, exponent .5)',
  quick: true,
  run: (seeds) => {
    const arms = new Arms();
    for (const seed of seedsOf(2 * seeds)) {
      for (const [arm, surrogate] of [
        ['weak', { labels: 100, ridge: 0.01 }],
        ['strong', { labels: 4000, ridge: 0.001 }],
      ] as const) {
        const problem = drawProblem(seed, { labels: 'f1', dimension: 20, pool: 4000, surrogate });
        arms.add(arm, powerError(problem, { exponent: 0.5, fraction: 0.2, ridge: 1e-3 }));
        if (arm === 'weak') {
          arms.add('random', powerError(problem, { exponent: 0, fraction: 0.2, ridge: 1e-3 }));
        }
      }
    }
    return [
      difference('random − strong', arms.minus('random', 'strong'), { measured: 0.012 }),
      difference('random − weak', arms.minus('random', 'weak'), { measured: 0.0051, least: 0 }),
      difference('weak − strong', arms.minus('weak', 'strong'), { measured: 0.0063, firm: false }),
    ];
  },
};
