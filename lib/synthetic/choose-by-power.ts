import { power } from '../selections/power';
import type { Selected } from '../selections/scheme';
import { select } from '../selections/select';

export interface PowerChoice {
  readonly exponent: number;
  /** of the pool */
  readonly fraction: number;
  /** weights 1 / inclusion probability */
  readonly unbiased?: boolean | undefined;
  /** seed of the permanent random numbers: one seed makes the arms of a comparison share theirs */
  readonly seed: number;
}

/** Weights are the plain 1 / probability of the paper: no uniform share mixed in, none but absurd ones clipped. */
const PLAIN_WEIGHTS = { weighting: 'inverse-probability', mixing: 0, clipping: 1000 };

/**
 * The product's power scheme on a pool whose ids are its row numbers, drawn as in the paper: each example by itself, so
 * that the number drawn is random around fraction · pool.
 */
export function chooseByPower(scores: Float32Array, choice: PowerChoice): Selected {
  const budget = Math.max(1, Math.round(choice.fraction * scores.length));
  const ids = BigUint64Array.from({ length: scores.length }, (_, row) => BigInt(row));
  return select(
    power,
    { scores, ids, budget, seed: choice.seed },
    {
      exponent: choice.exponent,
      drawing: 'poisson',
      ...(choice.unbiased ? PLAIN_WEIGHTS : {}),
    },
  );
}
