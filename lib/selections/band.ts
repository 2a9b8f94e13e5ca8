import { z } from 'zod';
import { smallestRows } from '../numeric/top-k';
import { defineScheme } from './define-scheme';
import { scoresOf } from './scores-of';
import { sharedUniforms } from './shared-uniforms';

const share = z.number().min(0).max(1);

/**
 * At random among the scores between two quantiles; once the band is used up, at random among the others.
 *
 * The rank decides, ties by id: floor(from · n) smallest scores lie below the band, and it ends before rank
 * ceil(to · n). One example at least is in it. Nested in the budget. O(n).
 */
export const band = defineScheme({
  name: 'band',
  title: 'Band of scores',
  description:
    'At random among the examples between two quantiles of the score: neither the clear cases nor the odd ones.',
  family: 'by score',
  source: 'Simple random sampling between two quantiles',
  deterministic: false,
  revision: 2,
  defaultScore: 'entropy',
  inclusionProbabilities: 'exact',
  parameters: z.strictObject({
    from: share.default(0.5).meta({ title: 'From quantile', step: 0.05 }),
    to: share.default(0.95).meta({ title: 'To quantile', step: 0.05 }),
  }),
  select: (input, { from, to }) => {
    const { ids, budget } = input;
    const [low, high] = [Math.min(from, to), Math.max(from, to)];
    const first = Math.min(ids.length - 1, Math.floor(low * ids.length));
    const end = Math.max(first + 1, Math.ceil(high * ids.length));
    const inBand = new Uint8Array(ids.length);
    const ascending = smallestRows(scoresOf(input), ids, ids.length);
    for (const row of ascending.subarray(first, end)) inBand[row] = 1;
    const uniforms = sharedUniforms(input);
    const keys = uniforms.map((uniform, row) => (inBand[row] ? uniform : 1 + uniform));
    const size = end - first;
    const inside = Math.min(1, budget / size);
    const outside = (budget - size) / (ids.length - size);
    const rows = smallestRows(keys, ids, budget);
    return {
      rows,
      inclusionProbabilities: Float64Array.from(rows, (row) => (inBand[row] ? inside : outside)),
      weights: new Float64Array(budget).fill(1),
      notes:
        budget > size
          ? [
              `The band has ${size.toLocaleString('en')} examples: ${(budget - size).toLocaleString('en')} were topped up at random from outside.`,
            ]
          : [],
    };
  },
});
