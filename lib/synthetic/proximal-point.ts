const NEWTON_STEPS = 60;

/**
 * The logit t that a fit gives an example labeled 1 whose logit without its own label would be v:
 * argmin κ·ln(1 + e^−t) + (t − v)²/2, the root of t − v = κ / (1 + e^t).
 *
 * Newton's method between v and v + κ, where the root lies; the left side's slope minus the right side's is at least 1.
 *
 * @param pull κ > 0
 * @param guess where to start, e.g. the root for a similar pull; any number
 */
export function proximalPoint(v: number, pull: number, guess: number): number {
  let low = v;
  let high = v + pull;
  let point = guess > low && guess < high ? guess : low + pull / (1 + Math.exp(low + Math.min(1, pull)));
  for (let step = 0; step < NEWTON_STEPS; step++) {
    const share = 1 / (1 + Math.exp(point));
    const excess = point - v - pull * share;
    if (excess > 0) high = point;
    else low = point;
    const next = point - excess / (1 + pull * share * (1 - share));
    const moved = next > low && next < high ? next : (low + high) / 2;
    if (Math.abs(moved - point) <= 1e-13 * (1 + Math.abs(moved))) return moved;
    point = moved;
  }
  return point;
}
