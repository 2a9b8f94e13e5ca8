import {
  normalQuadrature,
  piecewiseNormalQuadrature,
  SINGLE_POINT,
  type Quadrature,
} from '../numeric/normal-quadrature';
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
const TEACHER_POINTS = { perfect: 96, erring: 60 };
const SURROGATE_POINTS = 30;
const NOISE_POINTS = 24;
const FIRST_START: SaddleStart = { point: [1, 0, 1], multiplier: 0.2 };

/**
 * Theorem 4: the misclassification of ridge logistic regression on a selection, where pool and dimension grow together,
 * without simulation.
 *
 * Unlike the low-dimensional form it knows the ridge and holds for few examples a dimension; finite pools scatter around
 * it.
 *
 * @param start solution of a neighbouring setting, for speed only
 * Source: Kolossov, Montanari, Tandon (2024), Theorem 4 and appendix P. Some 50 passes over 3,000 nodes (20
 * milliseconds), twenty times as many where the surrogate errs.
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
  const own = isPerfect ? SINGLE_POINT : normalQuadrature(SURROGATE_POINTS);
  const count = isPerfect ? TEACHER_POINTS.perfect : TEACHER_POINTS.erring;
  const jumps = [0, ...process.jumps.map((jump) => jump / signal)];
  const { probability, kinks } = powerInclusion(
    Math.hypot(surrogate.along, surrogate.across),
    exponent,
    fraction,
  );
  const bends = isPerfect ? kinks.flatMap((logit) => [logit / signal, -logit / signal]) : [];
  const places = pairsOf(piecewiseNormalQuadrature(count, [...jumps, ...bends]), own);
  const inclusion = places.teacher.map((place, node) =>
    probability(surrogate.along * place + surrogate.across * (places.surrogate[node] as number)),
  );
  return {
    teacherPlaces: places.teacher,
    surrogatePlaces: places.surrogate,
    masses: places.shares.map(
      (share, node) =>
        2 *
        share *
        (inclusion[node] as number) *
        process.probability(signal * (places.teacher[node] as number)),
    ),
    trainingWeights: unbiased
      ? inclusion.map((value) => 1 / value)
      : new Float64Array(inclusion.length).fill(1),
    noise: normalQuadrature(NOISE_POINTS),
  };
}

interface Places {
  readonly teacher: Float64Array;
  readonly surrogate: Float64Array;
  readonly shares: Float64Array;
}

function pairsOf(teacher: Quadrature, own: Quadrature): Places {
  const count = teacher.points.length * own.points.length;
  const row = (node: number): number => Math.floor(node / own.points.length);
  const column = (node: number): number => node % own.points.length;
  const fill = (value: (node: number) => number): Float64Array =>
    Float64Array.from({ length: count }, (_, node) => value(node));
  return {
    teacher: fill((node) => teacher.points[row(node)] as number),
    surrogate: fill((node) => own.points[column(node)] as number),
    shares: fill((node) => (teacher.weights[row(node)] as number) * (own.weights[column(node)] as number)),
  };
}
