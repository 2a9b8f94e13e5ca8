/** The largest of n numbers that change one at a time: O(log n) a change, O(1) to ask. */
export class MaxTree {
  /** first leaf; leaves beyond the values hold −Infinity */
  private readonly firstLeaf: number;
  /** place of the largest value below each node */
  private readonly winners: Int32Array;

  /** @param values read and changed in place by `set`; no NaN */
  constructor(private readonly values: Float64Array) {
    let leaves = 1;
    while (leaves < values.length) leaves *= 2;
    this.firstLeaf = leaves;
    this.winners = new Int32Array(2 * leaves);
    for (let place = 0; place < leaves; place++) this.winners[leaves + place] = place;
    for (let node = leaves - 1; node >= 1; node--) this.settle(node);
  }

  /** Place of the largest value, the first of equal ones. */
  top(): number {
    return this.winners[1] as number;
  }

  set(place: number, value: number): void {
    this.values[place] = value;
    for (let node = (this.firstLeaf + place) >> 1; node >= 1; node >>= 1) this.settle(node);
  }

  /** Place of the largest value of all other places; −1 where there is none. */
  topBeside(place: number): number {
    let best = -1;
    for (let node = this.firstLeaf + place; node > 1; node >>= 1) {
      const other = this.winners[node ^ 1] as number;
      if (other < this.values.length && (best < 0 || this.isBefore(other, best))) best = other;
    }
    return best;
  }

  private settle(node: number): void {
    const left = this.winners[2 * node] as number;
    const right = this.winners[2 * node + 1] as number;
    this.winners[node] = this.isBefore(left, right) ? left : right;
  }

  private isBefore(left: number, right: number): boolean {
    if (right >= this.values.length) return true;
    if (left >= this.values.length) return false;
    const difference = (this.values[left] as number) - (this.values[right] as number);
    return difference > 0 || (!(difference < 0) && left < right);
  }
}
