/**
 * The t for which a Student-t variable lies in −t … t with a given probability.
 *
 * Why: intervals of means over a few repeats. The distribution function of a whole number of degrees of freedom is a
 * finite sum; it is inverted by bisection over the angle atan(t / √degrees).
 *
 * @param degrees whole number ≥ 1
 * @param probability in (0, 1), e.g. 0.95
 * Source: Abramowitz and Stegun, Handbook of Mathematical Functions, 26.7.3 and 26.7.4. O(50 · degrees).
 */
export function studentTQuantile(degrees: number, probability: number): number {
  let low = 0;
  let high = Math.PI / 2;
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (centralProbability(middle, degrees) < probability) low = middle;
    else high = middle;
  }
  return Math.tan((low + high) / 2) * Math.sqrt(degrees);
}

function centralProbability(angle: number, degrees: number): number {
  const sine = Math.sin(angle);
  const squaredCosine = Math.cos(angle) ** 2;
  const isOdd = degrees % 2 === 1;
  let term = isOdd ? Math.cos(angle) : 1;
  let sum = 0;
  for (let factor = isOdd ? 2 : 1; factor < degrees; factor += 2) {
    sum += term;
    term *= (squaredCosine * factor) / (factor + 1);
  }
  return isOdd ? (2 / Math.PI) * (angle + sine * sum) : sine * sum;
}
