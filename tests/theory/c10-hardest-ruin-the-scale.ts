import { top } from '@/lib/selections/top';
import { chooseByPower } from '@/lib/synthetic/choose-by-power';
import { allRows, fitSelection } from '@/lib/synthetic/fit-selection';
import { Arms, difference, within, type TheoryCheck } from './check';
import { chooseBy, drawProblem, seedsOf } from './problem';

const BUDGET = 2000;

/** Only the hardest: the direction survives, the scale of θ does not. 0/1 error does not show it. */
export const hardestRuinTheScale: TheoryCheck = {
  name: 'C10',
  title: 'Keeping only the hardest ruins the scale (logistic, ‖θ₀‖ = 1.5, p = 5, N = 20,000, 10 %)',
  quick: true,
  run: (seeds) => {
    const arms = new Arms();
    for (const seed of seedsOf(seeds)) {
      const problem = drawProblem(seed, { labels: 'logistic', dimension: 5, pool: 20_000, signal: 1.5 });
      const { pool, teacher, scores } = problem;
      const choices = {
        random: allRows(BUDGET),
        power: chooseByPower(scores, { exponent: 1, fraction: 0.1, seed }).rows,
        hardest: chooseBy(top, scores, BUDGET, seed),
      };
      for (const [arm, rows] of Object.entries(choices)) {
        const fit = fitSelection(pool, rows, { ridge: 1e-7, normalization: 'mean' });
        const squares = fit.reduce((sum, value, index) => sum + (value - (teacher[index] as number)) ** 2, 0);
        arms.add(arm, Math.log(squares));
      }
    }
    return [
      difference('log ‖θ − θ₀‖²: hardest − random', arms.minus('hardest', 'random'), {
        measured: 2.5,
        digits: 2,
      }),
      within('log ‖θ − θ₀‖², random', arms.mean('random'), -4.44, 0.6, false),
      within('log ‖θ − θ₀‖², exponent 1', arms.mean('power'), -4.58, 0.6, false),
    ];
  },
};
