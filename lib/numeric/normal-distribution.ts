const ROOT_OF_TWO_PI = Math.sqrt(2 * Math.PI);
/** Beyond this many standard deviations the tail is below the spacing of numbers near 1. */
const TAIL = 8.3;

/** Density of the standard normal distribution. */
export function normalDensity(value: number): number {
  return Math.exp(-0.5 * value * value) / ROOT_OF_TWO_PI;
}

/**
 * The share of a standard normal population below a value.
 *
 * By the series 1/2 + density · (x + x³/3 + x⁵/(3·5) + …), whose terms all have one sign, so that nothing cancels. The
 * error is some 1e-15, absolute and not relative: tails far out are 0 or 1.
 *
 * @param value any number, infinities included
 * Source: Marsaglia, Evaluating the normal distribution, Journal of Statistical Software 11 (2004). O(|x|²), at most
 * some 100 terms.
 */
export function normalCumulative(value: number): number {
  if (value > TAIL) return 1;
  if (value < -TAIL) return 0;
  let term = value;
  let sum = value;
  let previous = 0;
  for (let divisor = 3; sum !== previous; divisor += 2) {
    previous = sum;
    term *= (value * value) / divisor;
    sum += term;
  }
  return 0.5 + sum * normalDensity(value);
}

/**
 * The z for which a standard normal variable lies in −z … z with a given probability, by bisection.
 *
 * @param probability in (0, 1), e.g. 0.95; its distance from 1 is resolved to some 1e-15. O(1)
 */
export function normalQuantile(probability: number): number {
  let low = 0;
  let high = TAIL;
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (2 * normalCumulative(middle) - 1 < probability) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
