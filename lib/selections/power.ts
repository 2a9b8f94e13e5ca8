import { z } from 'zod';
import { createRandom } from '../numeric/random';
import { largestRows, smallestRows } from '../numeric/top-k';
import { defineScheme } from './define-scheme';
import { eliminationOrder } from './elimination-order';
import { InclusionNormalizer } from './inclusion-normalizer';
import { powerSizes } from './power-sizes';
import type { Selected, SelectionInput } from './scheme';
import { sizesOf } from './scores-of';

const parameters = z.strictObject({
  exponent: z.number().min(-10).max(10).default(0.5).meta({ title: 'Exponent', step: 0.25 }),
  weighting: z
    .enum(['none', 'inverse-probability'])
    .default('none')
    .meta({
      title: 'Training weights',
      optionTitles: { none: 'All 1', 'inverse-probability': '1 / inclusion probability' },
    }),
});

/** Weights are clipped at this many times their median, so that no single example decides the fit. */
const HEAVIEST_WEIGHT = 20;

/**
 * Inclusion probabilities min(1, c · score^exponent) that sum to the budget.
 *
 * Of the ways to draw with given probabilities, Poisson sampling misses the budget, systematic sampling meets it but
 * not with nested samples, and order sampling (priority, Pareto) is nested but only nearly has the probabilities.
 * Tillé's elimination has all three: exactly the budget, exactly these probabilities, and each prefix of the result is
 * the sample of that smaller budget. Rows are put in order of size and id first, so the pool's order does not matter.
 * The price: it needs all scores in one place, which the common factor c needs anyway.
 *
 * Scores of 0 (with a positive exponent) enter only after all others, at random with equal probabilities. Weights
 * 1 / probability are clipped at 20 × their median. O(n log n).
 */
export const power = defineScheme({
  name: 'power',
  title: 'Power of the score',
  description:
    'Draws with probability ∝ score^exponent: above 0 prefers hard examples, below 0 easy ones, 0 is random. With weights the estimate is unbiased; without, often better.',
  source:
    'Kolossov, Montanari, Tandon, Towards a statistical theory of data selection under weak supervision (2024), eq. 6.1; Tillé, Biometrika 83 (1996)',
  deterministic: false,
  defaultScore: 'gini',
  needs: [],
  parameters,
  select: (input, { exponent, weighting }) => {
    const drawn = draw(input, exponent);
    const weights =
      weighting === 'none'
        ? new Float64Array(input.budget).fill(1)
        : inverseWeights(drawn.inclusionProbabilities);
    return { ...drawn, weights };
  },
});

function draw(
  input: SelectionInput,
  exponent: number,
): Pick<Selected, 'rows'> & { inclusionProbabilities: Float64Array } {
  const { ids, budget, seed } = input;
  const scores = sizesOf(input);
  const sizes = powerSizes(scores, exponent);
  // sizes rise or fall with the scores, whose 32 bits are sorted twice as fast
  const rowsBySize = (exponent < 0 ? smallestRows : largestRows)(scores, ids, scores.length);
  const descending = new Float64Array(sizes.length);
  let positiveCount = 0;
  for (const row of rowsBySize) {
    const size = sizes[row] as number;
    if (size > 0) descending[positiveCount++] = size;
  }
  const positive = descending.subarray(0, positiveCount);
  const normalizer = new InclusionNormalizer(positive);
  if (budget < positiveCount) normalizer.lowerTo(budget);

  const order = eliminationOrder(positive, createRandom(seed, 'power', 'elimination'));
  const drawn = order.subarray(0, budget);
  const zeroCount = sizes.length - positiveCount;
  const zeros = createRandom(seed, 'power', 'zeros').sample(zeroCount, budget - drawn.length);
  const rows = new Int32Array(budget);
  const inclusionProbabilities = new Float64Array(budget).fill((budget - positiveCount) / zeroCount);
  drawn.forEach((place, index) => {
    rows[index] = rowsBySize[place] as number;
    inclusionProbabilities[index] = normalizer.probability(place);
  });
  zeros.forEach((place, index) => {
    rows[drawn.length + index] = rowsBySize[positiveCount + place] as number;
  });
  return { rows, inclusionProbabilities };
}

function inverseWeights(probabilities: Float64Array): Float64Array {
  const weights = probabilities.map((probability) => 1 / probability);
  const sorted = weights.toSorted();
  const middle = sorted.length >> 1;
  const median = ((sorted[middle] as number) + (sorted[(sorted.length - 1) >> 1] as number)) / 2;
  return weights.map((weight) => Math.min(weight, HEAVIEST_WEIGHT * median));
}
