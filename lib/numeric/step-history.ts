import { addScaled, dot, scale } from './vector';

/** Multiplies by a fixed symmetric positive definite guess of the inverse Hessian, in place. */
export type Preconditioner = (vector: Float64Array) => void;

/** A gradient, and what the preconditioner makes of it. */
export interface Slope {
  readonly gradient: Float64Array;
  readonly preconditioned: Float64Array;
}

/**
 * The last steps and gradient differences, in rings that are allocated once.
 *
 * Differences are kept preconditioned too. The preconditioner is linear, so that all the two loops need of it are sums
 * of what it made of gradients: it is used once an iteration, whatever the memory.
 */
export class StepHistory {
  private readonly steps: Float64Array[];
  private readonly changes: Float64Array[];
  private readonly preconditionedChanges: Float64Array[];
  private readonly inverseProducts: Float64Array;
  private readonly factors: Float64Array;
  private readonly rest: Float64Array;
  private count = 0;
  private next = 0;

  constructor(size: number, memory: number) {
    const ring = () => Array.from({ length: memory }, () => new Float64Array(size));
    this.steps = ring();
    this.changes = ring();
    this.preconditionedChanges = ring();
    this.inverseProducts = new Float64Array(memory);
    this.factors = new Float64Array(memory);
    this.rest = new Float64Array(size);
  }

  get isEmpty(): boolean {
    return this.count === 0;
  }

  clear(): void {
    this.count = 0;
  }

  /** Takes in one step unless its curvature is lost in rounding. */
  push(step: number, direction: Float64Array, after: Slope, before: Slope): void {
    const product = step * (dot(direction, after.gradient) - dot(direction, before.gradient));
    if (!(product > 0)) return;
    const taken = this.steps[this.next] as Float64Array;
    taken.set(direction);
    scale(taken, step);
    writeDifference(this.changes[this.next] as Float64Array, after.gradient, before.gradient);
    const preconditioned = this.preconditionedChanges[this.next] as Float64Array;
    writeDifference(preconditioned, after.preconditioned, before.preconditioned);
    this.inverseProducts[this.next] = 1 / product;
    this.next = (this.next + 1) % this.steps.length;
    this.count = Math.min(this.count + 1, this.steps.length);
  }

  /** Writes inverse Hessian · gradient into `product`: the two loops. */
  multiplyByInverseHessian({ gradient, preconditioned }: Slope, product: Float64Array): void {
    const slots = this.steps.length;
    const { rest } = this;
    rest.set(gradient);
    product.set(preconditioned);
    for (let age = 1; age <= this.count; age++) {
      const slot = (this.next - age + slots) % slots;
      const factor = (this.inverseProducts[slot] as number) * dot(this.steps[slot] as Float64Array, rest);
      this.factors[slot] = factor;
      addScaled(rest, -factor, this.changes[slot] as Float64Array);
      addScaled(product, -factor, this.preconditionedChanges[slot] as Float64Array);
    }
    this.rescale(product);
    for (let age = this.count; age >= 1; age--) {
      const slot = (this.next - age + slots) % slots;
      const factor =
        (this.inverseProducts[slot] as number) * dot(this.changes[slot] as Float64Array, product);
      addScaled(product, (this.factors[slot] as number) - factor, this.steps[slot] as Float64Array);
    }
  }

  /** To the curvature along the last step. */
  private rescale(product: Float64Array): void {
    if (this.count === 0) return;
    const slot = (this.next - 1 + this.steps.length) % this.steps.length;
    const preconditioned = this.preconditionedChanges[slot] as Float64Array;
    const curvature = this.inverseProducts[slot] as number;
    scale(product, 1 / (curvature * dot(this.changes[slot] as Float64Array, preconditioned)));
  }
}

function writeDifference(target: Float64Array, left: Float64Array, right: Float64Array): void {
  target.set(left);
  addScaled(target, -1, right);
}
