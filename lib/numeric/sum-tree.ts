/**
 * Draws places in proportion to weights that change one at a time: O(log n) a change or a draw.
 *
 * Sums are made anew of their two parts at each change, so that no rounding gathers however many there are.
 */
export class SumTree {
  private readonly firstLeaf: number;
  private readonly sums: Float64Array;

  /** @param weights n finite numbers ≥ 0 */
  constructor(weights: Float64Array) {
    let leaves = 1;
    while (leaves < weights.length) leaves *= 2;
    this.firstLeaf = leaves;
    this.sums = new Float64Array(2 * leaves);
    this.sums.set(weights, leaves);
    for (let node = leaves - 1; node >= 1; node--) this.settle(node);
  }

  get total(): number {
    return this.sums[1] as number;
  }

  weight(place: number): number {
    return this.sums[this.firstLeaf + place] as number;
  }

  set(place: number, weight: number): void {
    let node = this.firstLeaf + place;
    this.sums[node] = weight;
    for (node >>= 1; node >= 1; node >>= 1) this.settle(node);
  }

  /**
   * The place at which the running sum of the weights passes share · total; never one of weight 0.
   *
   * @param share in [0, 1); the total must be above 0
   */
  draw(share: number): number {
    let rest = share * this.total;
    let node = 1;
    while (node < this.firstLeaf) {
      const left = this.sums[2 * node] as number;
      const right = this.sums[2 * node + 1] as number;
      // rounding must not lead to where there is nothing
      if (rest < left || right === 0) {
        node = 2 * node;
      } else {
        rest -= left;
        node = 2 * node + 1;
      }
    }
    return node - this.firstLeaf;
  }

  private settle(node: number): void {
    this.sums[node] = (this.sums[2 * node] as number) + (this.sums[2 * node + 1] as number);
  }
}
