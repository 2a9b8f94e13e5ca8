import { z } from 'zod';
import { ExactSum } from '../numeric/exact-sum';
import { largestRows, smallestRows } from '../numeric/top-k';
import { defineScheme } from './define-scheme';
import { drawWeighted, drawWeightedParameters } from './draw-weighted';
import { mixedSize } from './draw-by-size';
import type { Passes, PoolSize } from './passes';
import { poissonDraw } from './poisson';
import { logitLimitParameter, powerSize, powerSizes, ScoreRange } from './power-sizes';
import { scoresOf, sizesOf } from './scores-of';
import { trainingWeights } from './training-weights';

const parameters = z.strictObject({
  exponent: z.number().min(-10).max(10).default(0.5).meta({ title: 'Exponent', step: 0.25 }),
  ...drawWeightedParameters,
  logitLimit: logitLimitParameter,
});

function* passes(
  pool: PoolSize,
  { exponent, logitLimit, mixing, ...weighting }: z.output<typeof parameters>,
): Passes {
  const range = new ScoreRange();
  yield (shard) => range.add(sizesOf(shard));
  const power = powerSize(range, exponent, logitLimit);
  const total = new ExactSum();
  const share = weighting.weighting === 'none' ? 0 : mixing;
  if (share > 0) yield (shard) => total.add(Float64Array.from(scoresOf(shard)).map(power));
  const mixed = mixedSize({ total: total.value(), count: pool.rows, share });
  const drawn = yield* poissonDraw(pool, (shard) =>
    Float64Array.from(scoresOf(shard)).map((score) => mixed(power(score))),
  );
  const { weights, notes } = trainingWeights(drawn.inclusionProbabilities, weighting);
  return { ...drawn, weights, notes: [...drawn.notes, ...notes] };
}

/**
 * Inclusion probabilities min(1, c · score^exponent) that sum to the budget; see `drawBySize` for the ways to draw.
 *
 * Scores of 0 (with a positive exponent) enter only after all others, at random with equal probabilities. With weights
 * 1 / probability a uniform share is mixed in and weights are clipped, which bounds what one example can do to the fit.
 * Nested in the budget. O(n log n).
 */
export const power = defineScheme({
  name: 'power',
  title: 'Power of the score',
  description:
    'Draws with probability ∝ score^exponent: above 0 prefers hard examples, below 0 easy ones, 0 is random. With weights the estimate is unbiased; without, often better.',
  family: 'by probability',
  source:
    'Kolossov, Montanari, Tandon, Towards a statistical theory of data selection under weak supervision (2024), eq. 6.1; Tillé, Biometrika 83 (1996)',
  deterministic: false,
  revision: 3,
  defaultScore: 'gini',
  inclusionProbabilities: 'exact',
  cost: 'O(n log n)',
  parameters,
  select: (input, { exponent, logitLimit, ...drawing }) => {
    const scores = sizesOf(input);
    const sizes = powerSizes(scores, exponent, logitLimit);
    // sizes rise or fall with the scores, whose 32 bits are sorted twice as fast
    const rowsBySize = (exponent < 0 ? smallestRows : largestRows)(scores, input.ids, scores.length);
    return drawWeighted(input, { sizes, rowsBySize }, drawing);
  },
  // drawing exactly the budget goes through all sizes one after the other
  passes: (pool, settings) => (settings.drawing === 'poisson' ? passes(pool, settings) : null),
});
