import { influenceBiased } from '@/lib/selections/influence-biased';
import { influenceUnbiased } from '@/lib/selections/influence-unbiased';
import { select } from '@/lib/selections/select';
import type { Scheme } from '@/lib/selections/scheme';
import { chooseByPower } from '@/lib/synthetic/choose-by-power';
import { allRows, fitSelection } from '@/lib/synthetic/fit-selection';
import { predictPool } from '@/lib/synthetic/predict-pool';
import { Arms, difference, type TheoryCheck } from './check';
import { drawProblem, seedsOf } from './problem';

const POOL = 20_000;
const BUDGET = 2000;

/** The optimum for a well-specified model, with a surrogate of 300 labels: its lead over drawing by a power is within noise. */
export const optimalSelection: TheoryCheck = {
  name: 'U7',
  title: 'Influence schemes against random, by ‖θ − θ₀‖² (logistic, ‖θ₀‖ = 3, p = 10, N = 20,000, 10 %)',
  quick: false,
  run: (seeds) => {
    const arms = new Arms();
    const surrogate = { labels: 300, ridge: 1e-3 };
    const settings = { labels: 'logistic', dimension: 10, pool: POOL, signal: 3, surrogate } as const;
    for (const seed of seedsOf(seeds)) {
      const { pool, teacher, scores, surrogateParameters } = drawProblem(seed, settings);
      const probabilities = predictPool(pool.features, surrogateParameters);
      const ids = BigUint64Array.from(scores, (_, row) => BigInt(row));
      const choose = (scheme: Scheme) =>
        select(
          scheme,
          { scores: null, ids, budget: BUDGET, seed, probabilities, features: pool.features },
          { target: 'parameters' },
        );
      const random = { rows: allRows(BUDGET), weights: undefined };
      const choices = {
        random,
        power: chooseByPower(scores, { exponent: 1, fraction: BUDGET / POOL, seed }),
        unbiased: choose(influenceUnbiased),
        biased: choose(influenceBiased),
      };
      for (const [arm, { rows, weights }] of Object.entries(choices)) {
        const fit = fitSelection(pool, rows, { ridge: 1e-8, normalization: 'mean', weights });
        const squares = fit.reduce((sum, value, index) => sum + (value - (teacher[index] as number)) ** 2, 0);
        arms.add(arm, squares);
      }
    }
    return [
      difference('random − power, exponent 1', arms.minus('random', 'power'), {
        measured: 0.024,
        firm: false,
      }),
      difference('random − optimal unbiased', arms.minus('random', 'unbiased'), {
        measured: 0.004,
        firm: false,
      }),
      difference('random − optimal biased', arms.minus('random', 'biased'), { measured: 0.016, firm: false }),
    ];
  },
};
