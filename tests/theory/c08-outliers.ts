import { createRandom } from '@/lib/numeric/random';
import { Arms, difference, within, type TheoryCheck } from './check';
import { seedsOf } from './problem';
import { FIRST_PAPER, firstPaperProblem } from './trained-on-all';

const FLIPPED = 0.02;
const BUDGET = 200;

/** With wrong labels the largest gradients are the wrong labels; leaving the top 5 % out repairs it. */
export const outliers: TheoryCheck = {
  name: 'C8',
  title: 'Max-gradient picks wrong labels (as C7 with 2 % flipped, 5 % kept)',
  quick: true,
  run: (seeds) => {
    const arms = new Arms();
    for (const seed of seedsOf(seeds)) {
      const random = createRandom(seed, 'flips');
      let isFlipped: boolean[] = [];
      const problem = firstPaperProblem(seed, (labels) => {
        isFlipped = Array.from(labels, () => random.uniform() < FLIPPED);
        return labels.map((label, row) => (isFlipped[row] ? 1 - label : label));
      });
      arms.add('full', problem.fullError);
      for (const scheme of Object.keys(FIRST_PAPER) as (keyof typeof FIRST_PAPER)[]) {
        const rows = problem.choose(scheme, BUDGET);
        arms.add(scheme, problem.errorOfRows(rows));
        if (scheme === 'max-gradient') {
          const caught = rows.filter((row) => isFlipped[row]).length;
          arms.add('caught', caught / isFlipped.filter(Boolean).length);
        }
      }
    }
    return [
      within('share of flips within the top 5 %', arms.mean('caught'), 0.989, 0.015),
      difference('max-gradient − random', arms.minus('max-gradient', 'random'), { measured: 0.867 }),
      difference('random − non-extreme', arms.minus('random', 'non-extreme'), { measured: 0.061 }),
      difference('full − non-extreme', arms.minus('full', 'non-extreme'), { measured: 0.0019 }),
    ];
  },
};
