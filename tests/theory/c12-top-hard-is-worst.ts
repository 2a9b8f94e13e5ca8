import { bottom } from '@/lib/selections/bottom';
import { random } from '@/lib/selections/random';
import { top } from '@/lib/selections/top';
import { Arms, difference, type TheoryCheck } from './check';
import { chooseBy, drawProblem, rowsError, seedsOf } from './problem';

const BUDGET = 45;

/** With few examples a dimension the hardest alone are the worst choice, the easiest a good one. */
export const topHardIsWorst: TheoryCheck = {
  name: 'C12',
  title: 'The hardest 20 % are worse than random, the easiest better (f1, p = 100, N = 229)',
  quick: true,
  run: (seeds) => {
    const arms = new Arms();
    for (const seed of seedsOf(seeds)) {
      const problem = drawProblem(seed, { labels: 'f1', dimension: 100, pool: 229 });
      const choices = {
        hardest: chooseBy(top, problem.scores, BUDGET, seed),
        random: chooseBy(random, problem.scores, BUDGET, seed),
        easiest: chooseBy(bottom, problem.scores, BUDGET, seed),
      };
      for (const [arm, rows] of Object.entries(choices)) arms.add(arm, rowsError(problem, rows, 1e-3));
    }
    return [
      difference('random − easiest', arms.minus('random', 'easiest'), { measured: 0.082 }),
      difference('hardest − random', arms.minus('hardest', 'random'), { measured: 0.104 }),
    ];
  },
};
