import type { Matrix } from '../numeric/matrix';
import { squaredDistanceBelow } from '../numeric/row-products';

/** Neighbours are looked for among at most this many members of a cluster. */
const LARGEST_NEIGHBOURHOOD = 500;

/**
 * The members of a cluster by descending typicality, 1 / mean distance to the nearest neighbours among them: what lies
 * in the dense middle first. Ties by place.
 *
 * Of clusters above 500 members every example is compared with 500 of them, evenly spaced: the order of density is what
 * counts, and it is the same in any part.
 *
 * @param members rows of `features`
 * @param neighbours how many nearest; half the members at most
 * O(members · min(members, 500) · d)
 * Source: Hacohen, Dekel, Weinshall, Active learning on a budget: opposite strategies suit high and low budgets (2022)
 */
export function typicalOrder(features: Matrix, members: Int32Array, neighbours: number): Int32Array {
  const compared =
    members.length <= LARGEST_NEIGHBOURHOOD
      ? members
      : Int32Array.from(
          { length: LARGEST_NEIGHBOURHOOD },
          (_, place) => members[Math.floor((place * members.length) / LARGEST_NEIGHBOURHOOD)] as number,
        );
  const count = Math.max(1, Math.min(neighbours, compared.length >> 1));
  const meanDistances = Float64Array.from(members, (row) => meanOfNearest(features, row, compared, count));
  return Int32Array.from(members.keys())
    .sort((left, right) => (meanDistances[left] as number) - (meanDistances[right] as number) || left - right)
    .map((place) => members[place] as number);
}

/** Mean distance to the nearest `count` of the others; 0 where there is no other. */
function meanOfNearest(features: Matrix, row: number, others: Int32Array, count: number): number {
  /** squared, ascending */
  const nearest: number[] = [];
  for (const other of others) {
    if (other === row) continue;
    const limit = nearest.length < count ? Infinity : (nearest[count - 1] as number);
    const squared = squaredDistanceBelow(features, row, features, other, limit);
    if (squared >= limit) continue;
    let place = nearest.length < count ? nearest.length : count - 1;
    for (; place > 0 && (nearest[place - 1] as number) > squared; place--) {
      nearest[place] = nearest[place - 1] as number;
    }
    nearest[place] = squared;
  }
  return nearest.reduce((sum, squared) => sum + Math.sqrt(squared), 0) / Math.max(1, nearest.length);
}
