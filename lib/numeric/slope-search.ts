/** What the line search may ask: the slope of the objective along the direction at a step, after moving there. */
export type SlopeAt = (step: number) => Promise<number>;

const LONGEST_STRETCH = 10;
const MAXIMUM_TRIALS = 30;
/** Accept once the slope has shrunk to this share of the first one … */
const CURVATURE = 0.9;
/** … or has turned upwards no steeper than this share (approximate Wolfe condition, 1 − 2 · 0.1). */
const OVERSHOOT = 0.8;

/**
 * Finds a step along a descent direction of a convex function by slopes alone.
 *
 * On a convex function the slope rises with the step, so its sign brackets the minimum and function values are not
 * needed. That matters near convergence in single precision: the differences of values drown in rounding long before
 * the slopes do. The accepted slope s satisfies −0.9·|s₀| ≤ s ≤ 0.8·|s₀|; the upper half is Hager and Zhang's
 * approximate Wolfe condition, which implies sufficient decrease where the function is nearly quadratic.
 *
 * @param slopeAt moves to the step and returns the slope there
 * @param firstSlope slope at step 0, below 0
 * @param firstStep tried first
 * @returns the accepted step, at which `slopeAt` was called last; null where none was found
 * Source: Hager and Zhang, "A new conjugate gradient method with guaranteed descent" (2005). Mostly one trial.
 */
export async function searchBySlope(
  slopeAt: SlopeAt,
  firstSlope: number,
  firstStep: number,
): Promise<number | null> {
  let low = 0;
  let lowSlope = firstSlope;
  let high = Infinity;
  let highSlope = Infinity;
  let step = firstStep;
  for (let trial = 0; trial < MAXIMUM_TRIALS; trial++) {
    const slope = await slopeAt(step);
    if (slope >= CURVATURE * firstSlope && slope <= -OVERSHOOT * firstSlope) return step;
    if (slope < 0) {
      const previous = low;
      const previousSlope = lowSlope;
      [low, lowSlope] = [step, slope];
      if (high === Infinity) {
        const zero = step + ((step - previous) * slope) / (previousSlope - slope);
        step = slope > previousSlope ? clamp(zero, 2 * step, LONGEST_STRETCH * step) : LONGEST_STRETCH * step;
        continue;
      }
    } else {
      high = step;
      highSlope = Number.isFinite(slope) ? slope : Infinity;
    }
    if (!(high - low > 1e-14 * high)) return null;
    const zero = highSlope === Infinity ? 0 : low + ((high - low) * -lowSlope) / (highSlope - lowSlope);
    step = clamp(zero, low + 0.1 * (high - low), low + 0.9 * (high - low));
  }
  return null;
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}
