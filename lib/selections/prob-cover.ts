import { z } from 'zod';
import { gatherRows } from '../numeric/matrix';
import { permanentUniforms } from '../numeric/random';
import { smallestRows } from '../numeric/top-k';
import { coverByBalls, normalizeRows, pureRadius } from './ball-cover';
import { featuresOf, labeledFeaturesOf, plainChoice } from './by-id';
import { defineScheme } from './define-scheme';

/**
 * The balls of one radius that cover most of the pool (see `coverByBalls`), features at length 1.
 *
 * All distances would be n² of them: of large pools a random part is looked at, by permanent random numbers, and chosen
 * from. What a budget beyond that part asks for is drawn at random. Nested in the budget.
 */
export const probCover = defineScheme({
  name: 'probcover',
  title: 'ProbCover: balls that cover most',
  description:
    'Each time the example around which most of the uncovered pool lies. For the first few labels, and without any surrogate.',
  family: 'diverse',
  source: 'Yehuda et al., Active learning through a covering lens (2022)',
  deterministic: false,
  revision: 2,
  defaultScore: null,
  needs: ['features', 'labeled'],
  inclusionProbabilities: 'none',
  cost: 'O(part²·d), part ≤ the examples looked at',
  work: ({ rows, dimension }, { part }) => Math.min(rows, part) ** 2 * dimension,
  parameters: z.strictObject({
    radius: z
      .number()
      .min(0)
      .max(2)
      .default(0)
      .meta({ detail: true, title: 'Radius of the balls (0: found)', step: 0.05 }),
    clusters: z
      .number()
      .int()
      .min(2)
      .max(1000)
      .default(10)
      .meta({ detail: true, title: 'Clusters to find the radius by', step: 1 }),
    part: z
      .number()
      .int()
      .min(100)
      .max(20_000)
      .default(3000)
      .meta({ detail: true, title: 'Examples looked at', step: 500 }),
  }),
  select: (input, { radius: given, clusters, part }) => {
    const { ids, budget, seed } = input;
    const shuffled = smallestRows(permanentUniforms(seed, ids, 'probcover'), ids, ids.length);
    const looked = shuffled.subarray(0, part);
    const features = normalizeRows(gatherRows(featuresOf(input), looked));
    const radius = given > 0 ? given : pureRadius(features, clusters, seed);
    const labeled = normalizeRows(labeledFeaturesOf(input));
    const places = coverByBalls(features, labeled, radius, Math.min(budget, looked.length));
    const rows = new Int32Array(budget);
    rows.set(places.map((place) => looked[place] as number));
    rows.set(shuffled.subarray(looked.length, looked.length + budget - places.length), places.length);
    const notes = [`Balls of radius ${radius.toPrecision(3)} among features of length 1.`];
    if (looked.length < ids.length) {
      notes.push(`${looked.length.toLocaleString('en')} of the examples were looked at, drawn at random.`);
    }
    return plainChoice(rows, notes);
  },
});
