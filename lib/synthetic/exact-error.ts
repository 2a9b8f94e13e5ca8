import { normalCumulative } from '../numeric/normal-distribution';
import { piecewiseNormalQuadrature, type Quadrature } from '../numeric/normal-quadrature';
import type { LabelProcess } from './label-process';

const POINTS = 4000;

/** A linear classifier beside the teacher: how far it points along θ₀ and how far across. */
export interface Alignment {
  readonly along: number;
  readonly across: number;
}

/** ⟨θ, θ₀⟩ / ‖θ₀‖ and the length of what is left of θ. O(p). */
export function alignmentOf(parameters: Float64Array, teacher: Float64Array): Alignment {
  let product = 0;
  let squares = 0;
  let teacherSquares = 0;
  for (let column = 0; column < teacher.length; column++) {
    const weight = parameters[column] as number;
    const direction = teacher[column] as number;
    product += weight * direction;
    squares += weight * weight;
    teacherSquares += direction * direction;
  }
  const along = product / Math.sqrt(teacherSquares);
  return { along, across: Math.sqrt(Math.max(0, squares - along * along)) };
}

/**
 * The exact misclassification of sign⟨θ, x⟩ over x ~ N(0, I), y as the label process says: no test set, no noise.
 *
 * 1/2 − 1/2 · E[(2 f(‖θ₀‖ t) − 1)(2 Φ(q t) − 1)], t standard normal, q = along / across.
 *
 * @param signal ‖θ₀‖
 * @returns the error of a classifier; 0.5 for one of length 0
 * Source: Kolossov, Montanari, Tandon (2024), eq. P.5; theory e. O(4000) each.
 */
export function exactErrorOf(process: LabelProcess, signal: number): (alignment: Alignment) => number {
  const { points, weights } = errorQuadrature(process, signal);
  const advantages = points.map(
    (point, index) => (weights[index] as number) * (2 * process.probability(signal * point) - 1),
  );
  return ({ along, across }) => {
    if (along === 0 && across === 0) return 0.5;
    const slope = across === 0 ? Math.sign(along) * Infinity : along / across;
    let agreement = 0;
    for (let index = 0; index < points.length; index++) {
      const share = normalCumulative(slope * (points[index] as number));
      agreement += (advantages[index] as number) * (2 * share - 1);
    }
    return 0.5 - 0.5 * agreement;
  };
}

/** The error of the best possible classifier: E[min(f, 1 − f)]. */
export function bayesError(process: LabelProcess, signal: number): number {
  const { points, weights } = errorQuadrature(process, signal);
  return points.reduce((sum, point, index) => {
    const probability = process.probability(signal * point);
    return sum + (weights[index] as number) * Math.min(probability, 1 - probability);
  }, 0);
}

/** Breaks at 0, where a good classifier jumps, and where the labels do. */
function errorQuadrature(process: LabelProcess, signal: number): Quadrature {
  return piecewiseNormalQuadrature(POINTS, [0, ...process.jumps.map((jump) => jump / signal)]);
}
