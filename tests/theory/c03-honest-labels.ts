import type { LabeledExamples } from '@/lib/synthetic/draw-examples';
import { allRows, fitSelection } from '@/lib/synthetic/fit-selection';
import { Arms, difference, type TheoryCheck } from './check';
import { drawProblem, fullError, powerError, rowsError, seedsOf } from './problem';

const SURROGATE_LABELS = 800;
const POOL = 3685;

function together(left: LabeledExamples, right: LabeledExamples): LabeledExamples {
  const rows = left.labels.length + right.labels.length;
  const data = new Float32Array(rows * left.features.columns);
  data.set(left.features.data);
  data.set(right.features.data, left.features.data.length);
  const labels = Int32Array.from([...left.labels, ...right.labels]);
  return { features: { data, rows, columns: left.features.columns }, labels };
}

/** As C2 with a surrogate that paid for its labels: the gain survives counting them. */
export const honestLabels: TheoryCheck = {
  name: 'C3',
  title: 'The same with a surrogate from 800 labels, which are counted (f1, p = 100, N = 3685)',
  quick: false,
  run: (seeds) => {
    const arms = new Arms();
    for (const seed of seedsOf(seeds)) {
      const surrogate = { labels: SURROGATE_LABELS, ridge: 0.01 };
      const problem = drawProblem(seed, { labels: 'f1', dimension: 100, pool: POOL, surrogate });
      const { pool, surrogateExamples } = problem;
      if (!surrogateExamples) throw new Error('The surrogate was not trained.');
      const everything = together(pool, surrogateExamples);
      const options = { ridge: 1e-3, normalization: 'mean' } as const;
      arms.add('full', fullError(problem, 1e-3));
      arms.add(
        'full + surrogate',
        problem.errorOf(fitSelection(everything, allRows(POOL + SURROGATE_LABELS), options)),
      );
      for (const fraction of [0.4, 0.6]) {
        arms.add(`${fraction} hard`, powerError(problem, { exponent: 1, fraction, ridge: 1e-3 }));
      }
      const paid = Math.floor(0.4 * POOL) + SURROGATE_LABELS;
      arms.add('random, as many paid', rowsError(problem, allRows(paid), 1e-3));
    }
    return [
      difference('full − 60 % hard', arms.minus('full', '0.6 hard'), { measured: 0.0058 }),
      difference('full and surrogate’s labels − 60 % hard', arms.minus('full + surrogate', '0.6 hard'), {
        measured: 0.0021,
      }),
      difference(
        'random with 40 % + 800 labels − 40 % hard',
        arms.minus('random, as many paid', '0.4 hard'),
        {
          measured: 0.0097,
        },
      ),
    ];
  },
};
