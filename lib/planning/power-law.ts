/** error(n) = floor + amplitude · n^−exponent, n in labels. */
export interface PowerLaw {
  /** ≥ 0; 0 where more labels do not help */
  readonly amplitude: number;
  /** in [0.05, 1.5] */
  readonly exponent: number;
  /** ≥ 0, the error that no number of labels gets below */
  readonly floor: number;
}

/** A measured error; several may stand at one number of labels. */
export interface WeightedPoint {
  readonly labels: number;
  readonly error: number;
  /** 1 / variance of the error */
  readonly weight: number;
}

export interface PowerLawFit {
  readonly law: PowerLaw;
  /** Σ weight · (error − law)² */
  readonly misfit: number;
}

const LEAST_EXPONENT = 0.05;
const MOST_EXPONENT = 1.5;
const EXPONENTS = 59;
const GRID = Array.from(
  { length: EXPONENTS },
  (_, index) => LEAST_EXPONENT + (index * (MOST_EXPONENT - LEAST_EXPONENT)) / (EXPONENTS - 1),
);

/** What a fit needs of the numbers of labels alone, so that refits on other errors do not compute it again. */
export interface PowerLawDesign {
  readonly scale: number;
  /** (labels / scale)^−exponent: a row an exponent of the grid */
  readonly powers: readonly Float64Array[];
}

/** The powers of each number of labels, relative to the geometric middle so that the sums stay well conditioned. */
export function powerLawDesign(labels: readonly number[]): PowerLawDesign {
  const scale = Math.exp(labels.reduce((sum, count) => sum + Math.log(count), 0) / labels.length);
  return {
    scale,
    powers: GRID.map((exponent) => Float64Array.from(labels, (count) => (count / scale) ** -exponent)),
  };
}

/**
 * The weighted least-squares power law with floor: a grid over the exponent; at each, amplitude and floor in closed form,
 * both held at 0 where they would be negative.
 *
 * Why a grid: the problem is not convex in the exponent, and 59 linear solves never get stuck.
 *
 * @param floor fixes the floor, for its profile; free otherwise
 * @param design of these points' numbers of labels, where it is known already
 * Source: theory f.1. O(59 · points)
 */
export function fitPowerLaw(
  points: readonly WeightedPoint[],
  floor: number | null = null,
  design: PowerLawDesign = powerLawDesign(points.map(({ labels }) => labels)),
): PowerLawFit {
  let best: PowerLawFit | null = null;
  design.powers.forEach((powers, index) => {
    const linear = floor === null ? freeLine(points, powers) : lineAbove(points, powers, floor);
    const misfit = points.reduce((sum, { error, weight }, at) => {
      const rest = error - linear.floor - linear.slope * (powers[at] as number);
      return sum + weight * rest * rest;
    }, 0);
    if (best !== null && misfit >= best.misfit) return;
    const exponent = GRID[index] as number;
    best = {
      law: { amplitude: linear.slope * design.scale ** exponent, exponent, floor: linear.floor },
      misfit,
    };
  });
  return best ?? { law: { amplitude: 0, exponent: LEAST_EXPONENT, floor: floor ?? 0 }, misfit: 0 };
}

interface Line {
  readonly slope: number;
  readonly floor: number;
}

/** Weighted least squares of error on power, slope and floor ≥ 0. */
function freeLine(points: readonly WeightedPoint[], powers: Float64Array): Line {
  let [weights, ofPower, ofSquare, ofError, ofBoth] = [0, 0, 0, 0, 0];
  points.forEach(({ error, weight }, at) => {
    const power = powers[at] as number;
    weights += weight;
    ofPower += weight * power;
    ofSquare += weight * power * power;
    ofError += weight * error;
    ofBoth += weight * power * error;
  });
  const determinant = weights * ofSquare - ofPower * ofPower;
  const slope = determinant > 0 ? (weights * ofBoth - ofPower * ofError) / determinant : 0;
  const floor = (ofError - slope * ofPower) / weights;
  if (slope <= 0) return { slope: 0, floor: Math.max(0, ofError / weights) };
  return floor < 0 ? { slope: Math.max(0, ofBoth / ofSquare), floor: 0 } : { slope, floor };
}

function lineAbove(points: readonly WeightedPoint[], powers: Float64Array, floor: number): Line {
  let [ofSquare, ofBoth] = [0, 0];
  points.forEach(({ error, weight }, at) => {
    const power = powers[at] as number;
    ofSquare += weight * power * power;
    ofBoth += weight * power * (error - floor);
  });
  return { slope: Math.max(0, ofBoth / ofSquare), floor };
}

/** The law's error with so many labels, at most 1. */
export function errorAt({ amplitude, exponent, floor }: PowerLaw, labels: number): number {
  return Math.min(1, floor + amplitude * labels ** -exponent);
}

/** The fewest labels (not rounded) with which the law is at the target or below it; Infinity where none are. */
export function labelsAt({ amplitude, exponent, floor }: PowerLaw, target: number): number {
  if (amplitude === 0) return floor <= target ? 1 : Infinity;
  return target <= floor ? Infinity : Math.max(1, (amplitude / (target - floor)) ** (1 / exponent));
}
