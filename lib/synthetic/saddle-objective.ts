import { logisticLoss } from '../numeric/logistic';
import type { Quadrature } from '../numeric/normal-quadrature';
import { proximalPoint } from './proximal-point';

/**
 * What the fit sees of an example: its place along the teacher and along the surrogate's own direction, how often such
 * an example occurs with label 1 and is chosen, and its training weight. Label 0 is the mirror image and counted double.
 */
export interface SaddleNodes {
  readonly teacherPlaces: Float64Array;
  readonly surrogatePlaces: Float64Array;
  /** 2 · share of the population · P(y = 1) · inclusion probability */
  readonly masses: Float64Array;
  readonly trainingWeights: Float64Array;
  /** over all other directions together */
  readonly noise: Quadrature;
}

/** Lengths of the fit along the teacher, along the surrogate's own direction, and across both. */
export type SaddlePoint = readonly [along: number, surrogate: number, across: number];

/** Value and derivatives of the saddle function at a point and a multiplier. */
export interface SaddleState {
  readonly value: number;
  /** by the three lengths */
  readonly gradient: Float64Array;
  /** 3 × 3, symmetric, by the lengths */
  readonly curvature: Float64Array;
  /** by the multiplier: the function is concave in it */
  readonly slope: number;
  readonly slopeOfSlope: number;
  /** mixed, by the lengths and the multiplier */
  readonly mixed: Float64Array;
}

/**
 * The function of Theorem 4 whose min over the lengths and max over the multiplier μ describes the fit where examples
 * and dimension grow together:
 *
 * λ/2 ‖a‖² − μ a⊥² / (2 δ) + E min_u [S·L(a₀G₀ + aₛGₛ + u, Y) + μ/2 (a⊥G⊥ − u)²], δ = pool / dimension.
 *
 * The inner minimum is a proximal step, so value and all derivatives come out of one pass over the nodes.
 *
 * Source: Kolossov, Montanari, Tandon (2024), Theorem 4; theory d. O(nodes × noise points).
 */
export class SaddleObjective {
  /** last proximal points; the next multiplier's are near them */
  private readonly guesses: Float64Array;

  constructor(
    private readonly nodes: SaddleNodes,
    private readonly ridge: number,
    /** pool / dimension */
    private readonly ratio: number,
  ) {
    this.guesses = new Float64Array(nodes.masses.length * nodes.noise.points.length).fill(NaN);
  }

  evaluate([along, surrogate, across]: SaddlePoint, multiplier: number): SaddleState {
    const { teacherPlaces, surrogatePlaces, masses, trainingWeights, noise } = this.nodes;
    const gradient = new Float64Array(3);
    const curvature = new Float64Array(9);
    const mixed = new Float64Array(3);
    const direction = new Float64Array(3);
    let value = 0;
    let slope = 0;
    let slopeOfSlope = 0;
    let place = 0;
    for (let node = 0; node < masses.length; node++) {
      const weight = trainingWeights[node] as number;
      const pull = weight / multiplier;
      direction[0] = teacherPlaces[node] as number;
      direction[1] = surrogatePlaces[node] as number;
      const center = along * direction[0] + surrogate * direction[1];
      for (let index = 0; index < noise.points.length; index++, place++) {
        direction[2] = noise.points[index] as number;
        const free = center + across * direction[2];
        const point = proximalPoint(free, pull, this.guesses[place] as number);
        this.guesses[place] = point;
        const mass = (masses[node] as number) * (noise.weights[index] as number);
        const moved = point - free;
        const share = moved / pull;
        const bend = pull * share * (1 - share);
        const stiffness = (multiplier * bend) / (1 + bend);
        value += mass * (weight * logisticLoss(point) + 0.5 * multiplier * moved * moved);
        slope += 0.5 * mass * moved * moved;
        slopeOfSlope -= (mass * moved * moved) / (multiplier * (1 + bend));
        for (let row = 0; row < 3; row++) {
          const towards = mass * (direction[row] as number);
          gradient[row] = (gradient[row] as number) - towards * weight * share;
          mixed[row] = (mixed[row] as number) - (towards * moved * bend) / (1 + bend);
          for (let column = 0; column <= row; column++) {
            const at = 3 * row + column;
            curvature[at] = (curvature[at] as number) + towards * stiffness * (direction[column] as number);
          }
        }
      }
    }
    this.addLengths([along, surrogate, across], multiplier, gradient, curvature, mixed);
    const squares = along * along + surrogate * surrogate + across * across;
    value += 0.5 * this.ridge * squares - (multiplier * across * across) / (2 * this.ratio);
    slope -= (across * across) / (2 * this.ratio);
    return { value, gradient, curvature, slope, slopeOfSlope, mixed };
  }

  private addLengths(
    point: SaddlePoint,
    multiplier: number,
    gradient: Float64Array,
    curvature: Float64Array,
    mixed: Float64Array,
  ): void {
    for (let row = 0; row < 3; row++) {
      const freed = row === 2 ? multiplier / this.ratio : 0;
      gradient[row] = (gradient[row] as number) + (this.ridge - freed) * (point[row] as number);
      curvature[4 * row] = (curvature[4 * row] as number) + this.ridge - freed;
      for (let column = 0; column < row; column++) {
        curvature[3 * column + row] = curvature[3 * row + column] as number;
      }
    }
    mixed[2] = (mixed[2] as number) - point[2] / this.ratio;
  }
}
