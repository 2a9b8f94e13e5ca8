import { z } from 'zod';
import { ExactSum } from '../numeric/exact-sum';
import { smallestRows } from '../numeric/top-k';
import { gatherIds } from './by-id';
import { topUpNotes, type Drawn } from './drawn';
import { eliminationOrder } from './elimination-order';
import { InclusionNormalizer } from './inclusion-normalizer';
import { passOver } from './passes';
import { poissonDraw } from './poisson';
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

/**
 * Draws with inclusion probabilities min(1, c · size) that sum to the budget.
 *
 * exact: Tillé's elimination procedure. Of the other ways to draw with given probabilities, systematic sampling meets the
 * budget but not with nested samples, and order sampling (priority, Pareto) is nested but only nearly has the
 * probabilities. Elimination has all three: exactly the budget, exactly these probabilities, and each prefix of the
 * result is the sample of that smaller budget. The price: it needs all sizes in one place, which c needs anyway.
 *
 * poisson: see `poissonDraw`.
 *
 * Either way sizes nearly the same draw nearly the same rows, because they share the rows' numbers.
 *
 * Rows of size 0 enter only after all others, at random with equal probabilities.
 *
 * @returns rows in order of choice. O(n log n) exact, O(n) Poisson
 */
export function drawBySize(
  input: Pick<SelectionInput, 'ids' | 'budget' | 'seed'>,
  sized: SizedRows,
  drawing: Drawing,
): Drawn {
  if (drawing === 'exact') return drawExactly(input, sized);
  const { ids, budget, seed } = input;
  const pool = { rows: ids.length, budget, seed };
  return passOver(
    poissonDraw(pool, () => sized.sizes),
    { firstRow: 0, scores: null, ids },
  );
}

function drawExactly(
  input: Pick<SelectionInput, 'ids' | 'budget' | 'seed'>,
  { sizes, rowsBySize }: SizedRows,
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
  const uniformsBySize = new Float64Array(rowsBySize.length);
  for (let place = 0; place < rowsBySize.length; place++) {
    uniformsBySize[place] = uniforms[rowsBySize[place] as number] as number;
  }
  const places = eliminationOrder(positive, uniformsBySize.subarray(0, positiveCount)).subarray(0, budget);
  const zeroCount = sizes.length - positiveCount;
  const toppedUp = smallestRows(
    uniformsBySize.subarray(positiveCount),
    gatherIds(input.ids, rowsBySize.subarray(positiveCount)),
    Math.max(0, budget - positiveCount),
  );
  const rows = new Int32Array(places.length + toppedUp.length);
  const inclusionProbabilities = new Float64Array(rows.length).fill((budget - positiveCount) / zeroCount);
  places.forEach((place, index) => {
    rows[index] = rowsBySize[place] as number;
    inclusionProbabilities[index] = normalizer.probability(place);
  });
  toppedUp.forEach((place, index) => {
    rows[places.length + index] = rowsBySize[positiveCount + place] as number;
  });
  return { rows, inclusionProbabilities, notes: topUpNotes(toppedUp.length) };
}

/**
 * Defensive mixing: sizes (1 − share) · size / Σ size + share / n. No row's weight can then exceed n / (share · budget),
 * and rows of size 0 can be drawn. The order of sizes stays. O(n)
 *
 * Source: Owen and Zhou, Safe and effective importance sampling (2000); theory a.6
 */
export function mixUniform({ sizes, rowsBySize }: SizedRows, share: number): SizedRows {
  const total = new ExactSum();
  total.add(sizes);
  return { sizes: sizes.map(mixedSize({ total: total.value(), count: sizes.length, share })), rowsBySize };
}

/** What `mixUniform` does to a size, given what all sizes sum to. */
export function mixedSize(pool: { readonly total: number; readonly count: number; readonly share: number }) {
  const { total, count, share } = pool;
  if (share === 0 || total === 0) return (size: number) => size;
  const scale = (1 - share) / total;
  const floor = share / count;
  return (size: number) => size * scale + floor;
}

/** Parameter of the share of defensive mixing. */
export const mixingParameter = z
  .number()
  .min(0)
  .max(1)
  .default(0.1)
  .meta({ detail: true, title: 'Uniform share mixed in where weights are used', step: 0.01 });
