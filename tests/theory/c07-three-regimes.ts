import { Arms, difference, type TheoryCheck } from './check';
import { seedsOf } from './problem';
import { FIRST_PAPER, firstPaperProblem } from './trained-on-all';

const POOL = 4000;

/** The first paper's figure 3: random is best for few examples, the largest gradients for more. */
export const threeRegimes: TheoryCheck = {
  name: 'C7',
  title: 'Three regimes of the first paper (no noise, p = 20, N = 4000)',
  quick: true,
  run: (seeds) => {
    const arms = new Arms();
    for (const seed of seedsOf(seeds)) {
      const problem = firstPaperProblem(seed);
      arms.add('full', problem.fullError);
      for (const fraction of [0.005, 0.01, 0.05]) {
        for (const scheme of Object.keys(FIRST_PAPER) as (keyof typeof FIRST_PAPER)[]) {
          const rows = problem.choose(scheme, fraction * POOL);
          arms.add(`${fraction} ${scheme}`, problem.errorOfRows(rows));
        }
      }
    }
    return [
      difference('.5 %: non-extreme − random', arms.minus('0.005 non-extreme', '0.005 random'), {
        measured: 0.195,
      }),
      difference('.5 %: max-gradient − random', arms.minus('0.005 max-gradient', '0.005 random'), {
        measured: 0.234,
      }),
      difference('1 %: random − non-extreme', arms.minus('0.01 random', '0.01 non-extreme'), {
        measured: 0.0976,
        firm: false,
      }),
      difference('1 %: max-gradient − random', arms.minus('0.01 max-gradient', '0.01 random'), {
        measured: 0.1407,
        firm: false,
      }),
      difference('5 %: non-extreme − max-gradient', arms.minus('0.05 non-extreme', '0.05 max-gradient'), {
        measured: 0.0046,
      }),
      difference('5 %: random − non-extreme', arms.minus('0.05 random', '0.05 non-extreme'), {
        measured: 0.034,
      }),
      difference('full − 5 % max-gradient', arms.minus('full', '0.05 max-gradient'), { measured: 0.0019 }),
    ];
  },
};
