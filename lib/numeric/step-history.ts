import { addScaled, dot, scale } from './vector';

/** Multiplies by a fixed symmetric positive definite guess of the inverse Hessian, in place. */
export type Preconditioner = (vector: Float64Array) => void;

/** The last steps and gradient differences, in rings that are allocated once. */
export class StepHistory {
  private readonly steps: Float64Array[];
  private readonly changes: Float64Array[];
  private readonly inverseProducts: Float64Array;
  private readonly factors: Float64Array;
  private readonly scratch: Float64Array;
  private count = 0;
  private next = 0;

  constructor(size: number, memory: number) {
    this.steps = Array.from({ length: memory }, () => new Float64Array(size));
    this.changes = Array.from({ length: memory }, () => new Float64Array(size));
    this.inverseProducts = new Float64Array(memory);
    this.factors = new Float64Array(memory);
    this.scratch = new Float64Array(size);
  }

  get isEmpty(): boolean {
    return this.count === 0;
  }

  clear(): void {
    this.count = 0;
  }

  /** Takes in one step unless its curvature is lost in rounding. */
  push(step: number, direction: Float64Array, newGradient: Float64Array, oldGradient: Float64Array): void {
    const taken = this.steps[this.next] as Float64Array;
    const change = this.changes[this.next] as Float64Array;
    taken.set(direction);
    scale(taken, step);
    change.set(newGradient);
    addScaled(change, -1, oldGradient);
    const product = dot(taken, change);
    if (!(product > 0)) return;
    this.inverseProducts[this.next] = 1 / product;
    this.next = (this.next + 1) % this.steps.length;
    this.count = Math.min(this.count + 1, this.steps.length);
  }

  /** The two loops, in place. */
  multiplyByInverseHessian(vector: Float64Array, precondition?: Preconditioner): void {
    const slots = this.steps.length;
    for (let age = 1; age <= this.count; age++) {
      const slot = (this.next - age + slots) % slots;
      const factor = (this.inverseProducts[slot] as number) * dot(this.steps[slot] as Float64Array, vector);
      this.factors[slot] = factor;
      addScaled(vector, -factor, this.changes[slot] as Float64Array);
    }
    precondition?.(vector);
    this.rescale(vector, precondition);
    for (let age = this.count; age >= 1; age--) {
      const slot = (this.next - age + slots) % slots;
      const factor = (this.inverseProducts[slot] as number) * dot(this.changes[slot] as Float64Array, vector);
      addScaled(vector, (this.factors[slot] as number) - factor, this.steps[slot] as Float64Array);
    }
  }

  private rescale(vector: Float64Array, precondition?: Preconditioner): void {
    if (this.count === 0) return;
    const slot = (this.next - 1 + this.steps.length) % this.steps.length;
    const change = this.changes[slot] as Float64Array;
    const curvature = this.inverseProducts[slot] as number;
    const changed = this.scratch;
    changed.set(change);
    precondition?.(changed);
    scale(vector, 1 / (curvature * dot(change, changed)));
  }
}
