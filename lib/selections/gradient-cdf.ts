import { z } from 'zod';
import { ExactSum } from '../numeric/exact-sum';
import { defineScheme } from './define-scheme';
import { mixedSize, mixingParameter } from './draw-by-size';
import { LargestKeys } from './largest-keys';
import { inOneShard, type Passes, type PoolSize } from './passes';
import { sizesOf } from './scores-of';
import { sharedUniforms } from './shared-uniforms';
import { trainingWeights, weightingParameters } from './training-weights';

/** Below any key of a positive score: those are above −745 − ln 37. */
const ZERO_SCORE_KEY = -1e4;

const parameters = z.strictObject({
  ...weightingParameters,
  weighting: weightingParameters.weighting.meta({ ...weightingParameters.weighting.meta(), detail: true }),
  mixing: mixingParameter,
});

function* passes(
  { rows: count, budget, seed }: PoolSize,
  { mixing, ...weighting }: z.output<typeof parameters>,
): Passes {
  const total = new ExactSum();
  const share = weighting.weighting === 'none' ? 0 : mixing;
  if (share > 0) yield (shard) => total.add(Float64Array.from(sizesOf(shard)));
  const mixed = mixedSize({ total: total.value(), count, share });
  // one more than the budget: the largest key left out
  const largest = new LargestKeys(Math.min(count, budget + 1));
  yield (shard) => {
    const sizes = Float64Array.from(sizesOf(shard)).map(mixed);
    const keys = sharedUniforms({ ids: shard.ids, seed }).map((uniform, row) => {
      const size = sizes[row] as number;
      return size > 0 ? Math.log(size) - Math.log(-Math.log1p(-uniform)) : ZERO_SCORE_KEY + 1 - uniform;
    });
    largest.add(shard, keys, sizes);
  };
  const { rows, keys, values: sizes } = largest.largest();
  const threshold = keys[budget] ?? -Infinity;
  const inclusionProbabilities = sizes.slice(0, budget).map((size) => {
    if (size > 0) return -Math.expm1(-size * Math.exp(-threshold));
    return 1 - Math.max(0, threshold - ZERO_SCORE_KEY);
  });
  return {
    rows: rows.slice(0, budget),
    inclusionProbabilities,
    ...trainingWeights(inclusionProbabilities, weighting),
  };
}

/**
 * Draws one after the other without replacement, each time in proportion to the score among those that remain.
 *
 * All draws at once by the Gumbel-top-k trick: the largest keys ln g − ln(−ln(1 − u)), u a permanent random number.
 * Order of the keys is the order of the draws, so budgets are nested; shards merge by their keys. Scores of 0 come last,
 * in random order. With weights a uniform share is mixed in and weights are clipped, as in the power family.
 *
 * The inclusion probabilities are conditioned on the largest key left out, τ: 1 − exp(−g · e^−τ). Marginal ones have
 * no closed form and are *not* n·g/Σg (theory 0.7); these are valid for inverse-probability estimates. O(n).
 */
export const gradientCdf = defineScheme({
  name: 'gradient-cdf',
  title: 'In proportion to the gradient',
  description:
    'Draws at random, the larger the score the sooner. Keeps easy examples in, unlike “largest gradient”.',
  family: 'by probability',
  source:
    'Vodrahalli, Li, Malik, Are all training examples created equal? (2018); Efraimidis and Spirakis, Weighted random sampling with a reservoir (2006)',
  deterministic: false,
  revision: 3,
  defaultScore: 'gradient-norm',
  inclusionProbabilities: 'conditional',
  parameters,
  select: inOneShard(passes),
  passes,
});
