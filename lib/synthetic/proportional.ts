import { normalQuadrature, piecewiseNormalQuadrature, SINGLE_POINT } from '../numeric/normal-quadrature';
import { exactErrorOf, type Alignment } from './exact-error';
import type { LabelProcess } from './label-process';
import { powerInclusion } from './power-inclusion';
import { SaddleObjective, type SaddleNodes } from './saddle-objective';
import { solveSaddle, type SaddleStart } from './solve-saddle';

/** Dimension and pool grow together; everything else is as it is. */
export interface ProportionalSetting {
  readonly process: LabelProcess;
  /** ‖θ₀‖ */
  readonly signal: number;
  /** pool / dimension */
  readonly ratio: number;
  /** of the pool-normalized objective (theory 0.1), above 0 */
  readonly ridge: number;
  readonly exponent: number;
  readonly fraction: number;
  /** the surrogate's lengths along and across θ₀; one that knows θ₀ unless given */
  readonly surrogate?: Alignment | undefined;
  /** training weights 1 / inclusion probability */
  readonly unbiased?: boolean | undefined;
}

export interface ProportionalPrediction {
  readonly error: number;
  /** of the fit; `across` includes the surrogate's own direction */
  readonly alignment: Alignment;
  /** where a neighbouring setting's solution may start */
  readonly saddle: SaddleStart;
}

/** Where the surrogate errs, its own direction smooths what depends on the teacher's. */
const TEACHER_POINTS = { perfect: 240, erring: 60 };
const SURROGATE_POINTS = 30;
const NOISE_POINTS = 32;
const FIRST_START: SaddleStart = { point: [1, 0, 1], multiplier: 0.2 };

/**
 * Theorem 4: the misclassification of ridge logistic regression on a selection, where pool and dimension grow together,
 * without simulation.
 *
 * Unlike the low-dimensional form it knows the ridge and holds for few examples a dimension; finite pools scatter around
 * it.
 *
 * @param start solution of a neighbouring setting, for speed only
 * Source: Kolossov, Montanari, Tandon (2024), Theorem 4 and appendix P. Some 50 passes over 12,000 nodes (some tens of
 * milliseconds), forty times as many where the surrogate errs.
 */
export function predictProportional(
  setting: ProportionalSetting,
  start: SaddleStart = FIRST_START,
): ProportionalPrediction {
  const objective = new SaddleObjective(saddleNodes(setting), setting.ridge, setting.ratio);
  const saddle = solveSaddle(objective, start);
  const [along, surrogate, across] = saddle.point;
  const alignment = { along, across: Math.hypot(surrogate, across) };
  return { error: exactErrorOf(setting.process, setting.signal)(alignment), alignment, saddle };
}

/** Every pair of a place along the teacher and a place along the surrogate's own direction. */
function saddleNodes(setting: ProportionalSetting): SaddleNodes {
  const { process, signal, exponent, fraction, unbiased = false } = setting;
  const surrogate = setting.surrogate ?? { along: signal, across: 0 };
  const isPerfect = surrogate.across === 0;
  const teacher = piecewiseNormalQuadrature(isPerfect ? TEACHER_POINTS.perfect : TEACHER_POINTS.erring, [
    0,
    ...process.jumps.map((jump) => jump / signal),
  ]);
  const own = isPerfect ? SINGLE_POINT : normalQuadrature(SURROGATE_POINTS);
  const count = teacher.points.length * own.points.length;
  const teacherPlaces = new Float64Array(count);
  const surrogatePlaces = new Float64Array(count);
  const shares = new Float64Array(count);
  for (let row = 0, node = 0; row < teacher.points.length; row++) {
    for (let column = 0; column < own.points.length; column++, node++) {
      teacherPlaces[node] = teacher.points[row] as number;
      surrogatePlaces[node] = own.points[column] as number;
      shares[node] = (teacher.weights[row] as number) * (own.weights[column] as number);
    }
  }
  const logits = teacherPlaces.map(
    (place, node) => surrogate.along * place + surrogate.across * (surrogatePlaces[node] as number),
  );
  const inclusion = powerInclusion(logits, shares, exponent, fraction);
  return {
    teacherPlaces,
    surrogatePlaces,
    masses: shares.map(
      (share, node) =>
        2 *
        share *
        (inclusion[node] as number) *
        process.probability(signal * (teacherPlaces[node] as number)),
    ),
    trainingWeights: unbiased ? inclusion.map((value) => 1 / value) : new Float64Array(count).fill(1),
    noise: normalQuadrature(NOISE_POINTS),
  };
}
