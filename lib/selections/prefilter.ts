import { z } from 'zod';
import { largestRows } from '../numeric/top-k';
import { featuresOf, gatherIds, inOrder, probabilitiesOf, rowsById } from './by-id';
import { gradientEmbedding, type GradientEmbedding } from './gradient-embedding';
import type { ChoiceSize, SelectionInput } from './scheme';

/** Parameter of schemes whose time grows with pool × budget. */
export const prefilterParameter = z
  .number()
  .int()
  .min(0)
  .max(100)
  .default(0)
  .meta({ detail: true, title: 'Look only at the longest gradients, × the budget (0: all)', step: 1 });

/** The gradients that a scheme looks at, by ascending id. */
export interface Candidates {
  readonly rows: Int32Array;
  readonly embedding: GradientEmbedding;
}

/**
 * The gradient embeddings of the whole pool, or of the prefilter × budget longest ones. With a prefilter selections are
 * not nested: what is looked at hangs on the budget. O(n · (K + d))
 */
export function gradientCandidates(input: SelectionInput, prefilter: number): Candidates {
  const rows = rowsById(input.ids);
  const embed = (of: Int32Array): GradientEmbedding =>
    gradientEmbedding(inOrder(probabilitiesOf(input), of), inOrder(featuresOf(input), of));
  const count = Math.min(rows.length, prefilter * input.budget);
  if (prefilter === 0 || count === rows.length) return { rows, embedding: embed(rows) };
  const whole = embed(rows);
  const ids = gatherIds(input.ids, rows);
  const kept = largestRows(whole.squaredNorms, ids, count)
    .sort()
    .map((place) => rows[place] as number);
  return { rows: kept, embedding: embed(kept) };
}

/** How many examples a scheme with a prefilter looks at. */
export function candidateCount({ rows, budget }: ChoiceSize, prefilter: number): number {
  return prefilter === 0 ? rows : Math.min(rows, prefilter * budget);
}

export const withoutPrefilter = ({ prefilter }: { readonly prefilter: number }): boolean => prefilter === 0;
