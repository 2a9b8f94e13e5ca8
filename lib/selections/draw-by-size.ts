import { z } from 'zod';
import { smallestRows } from '../numeric/top-k';
import { gatherIds } from './by-id';
import { eliminationOrder } from './elimination-order';
import { InclusionNormalizer } from './inclusion-normalizer';
import type { SelectionInput } from './scheme';
import { sharedUniforms } from './shared-uniforms';

/** Parameter of schemes that draw with given probabilities. */
export const drawingParameter = z
  .enum(['exact', 'poisson'])
  .default('exact')
  .meta({
    detail: true,
    title: 'Number drawn',
    optionTitles: { exact: 'Exactly the budget', poisson: 'Around the budget (Poisson)' },
  });

export type Drawing = z.output<typeof drawingParameter>;

/** What is drawn from, ready for any of the ways to draw. */
export interface SizedRows {
  /** n sizes ≥ 0, indexed by row; the larger the likelier */
  readonly sizes: Float64Array;
  /** the rows by descending size, ties by id */
  readonly rowsBySize: Int32Array;
}

export interface Drawn {
  readonly rows: Int32Array;
  readonly inclusionProbabilities: Float64Array;
  readonly notes: readonly string[];
}

/**
 * Draws with inclusion probabilities min(1, c · size) that sum to the budget.
 *
 * exact: Tillé's elimination procedure. Of the other ways to draw with given probabilities, systematic sampling meets the
 * budget but not with nested samples, and order sampling (priority, Pareto) is nested but only nearly has the
 * probabilities. Elimination has all three: exactly the budget, exactly these probabilities, and each prefix of the
 * result is the sample of that smaller budget. The price: it needs all sizes in one place, which c needs anyway.
 *
 * poisson: each row by itself, where its permanent random number is below its probability. Nested too, and a row's fate
 * hangs on c and its own number only; but how many are drawn is random, with variance Σ π (1 − π). The notes say it.
 *
 * Either way sizes nearly the same draw nearly the same rows, because they share the rows' numbers.
 *
 * Rows of size 0 enter only after all others, at random with equal probabilities.
 *
 * @returns rows in order of choice. O(n log n) exact, O(n) Poisson
 */
export function drawBySize(
  input: Pick<SelectionInput, 'ids' | 'budget' | 'seed'>,
  { sizes, rowsBySize }: SizedRows,
  drawing: Drawing,
): Drawn {
  const { budget } = input;
  const descending = new Float64Array(sizes.length);
  let positiveCount = 0;
  for (const row of rowsBySize) {
    const size = sizes[row] as number;
    if (size > 0) descending[positiveCount++] = size;
  }
  const positive = descending.subarray(0, positiveCount);
  const normalizer = new InclusionNormalizer(positive);
  if (budget < positiveCount) normalizer.lowerTo(budget);
  const uniforms = sharedUniforms(input);
  const idsBySize = gatherIds(input.ids, rowsBySize);
  const uniformsBySize = new Float64Array(rowsBySize.length);
  for (let place = 0; place < rowsBySize.length; place++) {
    uniformsBySize[place] = uniforms[rowsBySize[place] as number] as number;
  }
  const sized = {
    positive,
    normalizer,
    ids: idsBySize.subarray(0, positiveCount),
    uniforms: uniformsBySize.subarray(0, positiveCount),
  };
  const drawn = drawing === 'poisson' ? drawPoisson(sized, budget) : drawExactly(sized, budget);
  const zeroCount = sizes.length - positiveCount;
  const toppedUp = smallestRows(
    uniformsBySize.subarray(positiveCount),
    idsBySize.subarray(positiveCount),
    Math.max(0, budget - positiveCount),
  );
  const rows = new Int32Array(drawn.places.length + toppedUp.length);
  const inclusionProbabilities = new Float64Array(rows.length).fill((budget - positiveCount) / zeroCount);
  drawn.places.forEach((place, index) => {
    rows[index] = rowsBySize[place] as number;
    inclusionProbabilities[index] = normalizer.probability(place);
  });
  toppedUp.forEach((place, index) => {
    rows[drawn.places.length + index] = rowsBySize[positiveCount + place] as number;
  });
  return { rows, inclusionProbabilities, notes: [...drawn.notes, ...topUpNotes(toppedUp.length)] };
}

/** What is drawn from, by descending size, with c for the budget. */
interface PositiveSizes {
  readonly positive: Float64Array;
  readonly ids: BigUint64Array;
  readonly uniforms: Float64Array;
  readonly normalizer: InclusionNormalizer;
}

/** Places among the positive sizes, in order of choice. */
interface DrawnPlaces {
  readonly places: Int32Array;
  readonly notes: readonly string[];
}

function drawExactly({ positive, uniforms }: PositiveSizes, budget: number): DrawnPlaces {
  return { places: eliminationOrder(positive, uniforms).subarray(0, budget), notes: [] };
}

/** u < min(1, c · size) is u / size < c, so that the rows drawn are a prefix of one order for every budget. */
function drawPoisson({ positive, ids, uniforms, normalizer }: PositiveSizes, budget: number): DrawnPlaces {
  let count = 0;
  let variance = 0;
  const keys = uniforms.map((uniform, place) => {
    const probability = normalizer.probability(place);
    if (uniform < probability) count++;
    variance += probability * (1 - probability);
    return uniform / (positive[place] as number);
  });
  const places = smallestRows(keys, ids, Math.min(positive.length, Math.max(1, count)));
  if (budget >= positive.length) return { places, notes: [] };
  return {
    places,
    notes: [
      `Poisson drawing chose ${places.length.toLocaleString('en')}; ${budget.toLocaleString('en')} ± ${Math.sqrt(variance).toFixed(0)} were to be expected.`,
      ...(count === 0 ? ['It drew none, so that the first of the next larger budget was taken.'] : []),
    ],
  };
}

function topUpNotes(count: number): string[] {
  if (count === 0) return [];
  return [
    `Only scores above 0 can be drawn in proportion: ${count.toLocaleString('en')} of score 0 were topped up at random.`,
  ];
}

/**
 * Defensive mixing: sizes (1 − share) · size / Σ size + share / n. No row's weight can then exceed n / (share · budget),
 * and rows of size 0 can be drawn. The order of sizes stays. O(n)
 *
 * Source: Owen and Zhou, Safe and effective importance sampling (2000); theory a.6
 */
export function mixUniform({ sizes, rowsBySize }: SizedRows, share: number): SizedRows {
  // in the order of sizes, so that the rows' own order does not change the last digit
  const total = rowsBySize.reduce((sum, row) => sum + (sizes[row] as number), 0);
  if (share === 0 || total === 0) return { sizes, rowsBySize };
  const scale = (1 - share) / total;
  const floor = share / sizes.length;
  return { sizes: sizes.map((size) => size * scale + floor), rowsBySize };
}

/** Parameter of the share of defensive mixing. */
export const mixingParameter = z
  .number()
  .min(0)
  .max(1)
  .default(0.1)
  .meta({ detail: true, title: 'Uniform share mixed in where weights are used', step: 0.01 });
