/**
 * A heap of numbered items by key, smallest first. Equal keys: whichever.
 *
 * Room for all is set aside at once, so that neither adding nor removing allocates. O(log size) each.
 */
export class KeyedHeap {
  /** How many are in it. */
  size = 0;
  private readonly keys: Float64Array;
  private readonly items: Int32Array;

  /** @param capacity how many can be in it at once */
  constructor(capacity: number) {
    this.keys = new Float64Array(capacity);
    this.items = new Int32Array(capacity);
  }

  /** Infinity where it is empty. */
  get smallestKey(): number {
    return this.size > 0 ? (this.keys[0] as number) : Infinity;
  }

  add(item: number, key: number): void {
    let slot = this.size++;
    while (slot > 0) {
      const parent = (slot - 1) >> 1;
      if ((this.keys[parent] as number) <= key) break;
      this.move(parent, slot);
      slot = parent;
    }
    this.keys[slot] = key;
    this.items[slot] = item;
  }

  /** @returns the item of the smallest key; −1 where it is empty */
  removeSmallest(): number {
    if (this.size === 0) return -1;
    const smallest = this.items[0] as number;
    const last = --this.size;
    const key = this.keys[last] as number;
    const item = this.items[last] as number;
    let slot = 0;
    for (let child = 1; child < last; child = 2 * slot + 1) {
      if (child + 1 < last && (this.keys[child + 1] as number) < (this.keys[child] as number)) child++;
      if ((this.keys[child] as number) >= key) break;
      this.move(child, slot);
      slot = child;
    }
    this.keys[slot] = key;
    this.items[slot] = item;
    return smallest;
  }

  private move(from: number, to: number): void {
    this.keys[to] = this.keys[from] as number;
    this.items[to] = this.items[from] as number;
  }
}
