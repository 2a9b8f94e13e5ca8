/** The entrywise norms of a gradient. */
export const NORM_NAMES = ['l2', 'l1', 'linf'] as const;
export type NormName = (typeof NORM_NAMES)[number];

export const NORM_TITLES: Record<NormName, string> = { l2: 'l2', l1: 'l1', linf: 'l∞' };

/**
 * A norm as a sum or maximum that grows value by value, so that parts of a gradient are put together without being
 * written down: `value(add(add(0, x), y)) = ‖(x, y)‖`.
 */
export interface Norm {
  readonly add: (total: number, value: number) => number;
  readonly value: (total: number) => number;
}

export const NORMS: Record<NormName, Norm> = {
  l1: { add: (total, value) => total + Math.abs(value), value: (total) => total },
  l2: { add: (total, value) => total + value * value, value: Math.sqrt },
  linf: { add: (total, value) => Math.max(total, Math.abs(value)), value: (total) => total },
};

/** The norm of values `start` … `end` − 1. O(end − start) */
export function normOf(norm: NormName, values: ArrayLike<number>, start: number, end: number): number {
  const { add, value } = NORMS[norm];
  let total = 0;
  for (let place = start; place < end; place++) total = add(total, values[place] as number);
  return value(total);
}

/**
 * The norm of p − e_y, y at place `label`: ‖δ‖ of the last layer.
 *
 * δ_y is the sum of the other probabilities and not 1 − p_y, so that confident and right predictions keep their order.
 *
 * @param squares Σ p² of the row, which makes l2 O(1) for all labels but one
 */
export function errorNorm(
  norm: NormName,
  probabilities: Float32Array,
  start: number,
  end: number,
  label: number,
  squares: number,
): number {
  const probability = probabilities[label] as number;
  // below one half 1 − p is exact enough; above it the others must be summed, which happens once a row at most
  if (norm === 'l2' && probability < 0.5) return Math.sqrt(squares - 2 * probability + 1);
  let othersSquared = 0;
  let others = 0;
  for (let place = start; place < end; place++) {
    if (place === label) continue;
    const other = probabilities[place] as number;
    others += other;
    othersSquared += other * other;
  }
  if (norm === 'l2') return Math.sqrt(othersSquared + others * others);
  return norm === 'l1' ? 2 * others : others;
}
