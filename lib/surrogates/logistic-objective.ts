import { logistic, logisticLoss } from '../numeric/logistic';
import type { Matrix } from '../numeric/matrix';
import { multiplyRows, sumRows } from '../numeric/matrix-products';
import { addScaled, dot } from '../numeric/vector';

/**
 * (1/divisor) Σ w · ln(1 + e^−z) + ridge/2 · ‖θ‖² at a point that moves along lines: z = ±⟨θ, x⟩, + for label 1.
 *
 * The logits of the point and of the direction are kept, so that each look along a line costs O(n) and no product with
 * the features.
 */
export class LogisticObjective {
  /** the point; begins at zero */
  readonly parameters: Float64Array;
  readonly gradient: Float64Array;
  private readonly direction: Float64Array;
  private readonly logits: Float64Array;
  private readonly moves: Float64Array;
  private readonly curvatures: Float64Array;
  private readonly rowValues: Float64Array;

  constructor(
    private readonly features: Matrix,
    /** +1 or −1 a row */
    private readonly signs: Float64Array,
    /** training weight / divisor a row */
    private readonly shares: Float64Array,
    private readonly ridge: number,
  ) {
    const { rows, columns } = features;
    this.parameters = new Float64Array(columns);
    this.gradient = new Float64Array(columns);
    this.direction = new Float64Array(columns);
    this.logits = new Float64Array(rows);
    this.moves = new Float64Array(rows);
    this.curvatures = new Float64Array(rows);
    this.rowValues = new Float64Array(rows);
  }

  /** Brings gradient and curvature to the point. */
  differentiate(): void {
    const { features, signs, shares, logits, curvatures, rowValues, gradient, parameters, ridge } = this;
    for (let row = 0; row < logits.length; row++) {
      const sign = signs[row] as number;
      const missing = logistic(-sign * (logits[row] as number));
      rowValues[row] = -sign * missing * (shares[row] as number);
      curvatures[row] = missing * (1 - missing) * (shares[row] as number);
    }
    sumRows(features, rowValues, gradient);
    addScaled(gradient, ridge, parameters);
  }

  /** product = Hessian · vector, at the point of the last `differentiate`. */
  readonly multiplyByHessian = (vector: Float64Array, product: Float64Array): void => {
    const { features, rowValues, curvatures, ridge } = this;
    multiplyRows(features, vector, rowValues);
    for (let row = 0; row < rowValues.length; row++) {
      rowValues[row] = (rowValues[row] as number) * (curvatures[row] as number);
    }
    sumRows(features, rowValues, product);
    addScaled(product, ridge, vector);
  };

  /** Sets the line that `valueAt` looks along and `move` goes. */
  lookAlong(direction: Float64Array): void {
    this.direction.set(direction);
    multiplyRows(this.features, direction, this.moves);
  }

  /** The objective at point + step · direction. */
  valueAt(step: number): number {
    const { logits, moves, signs, shares, parameters, direction, ridge } = this;
    let loss = 0;
    for (let row = 0; row < logits.length; row++) {
      const logit = (logits[row] as number) + step * (moves[row] as number);
      loss += (shares[row] as number) * logisticLoss((signs[row] as number) * logit);
    }
    const along = 2 * dot(parameters, direction) + step * dot(direction, direction);
    return loss + 0.5 * ridge * (dot(parameters, parameters) + step * along);
  }

  move(step: number): void {
    addScaled(this.parameters, step, this.direction);
    addScaled(this.logits, step, this.moves);
  }
}
