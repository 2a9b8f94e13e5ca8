import { createHash } from 'node:crypto';

const START_SLOTS = 2 ** 12;

/** Which names were there before. Holds 64 bits a name: two of a million would be taken for one once in 30 million runs. */
export class SeenNames {
  private slots = new BigUint64Array(START_SLOTS);
  private count = 0;

  /** True where the name was there before. */
  addAndTell(name: string): boolean {
    if (2 * this.count >= this.slots.length) this.grow();
    const digest = createHash('sha1').update(name).digest().readBigUInt64LE(0) || 1n;
    const slot = this.slotOf(this.slots, digest);
    if (this.slots[slot] === digest) return true;
    this.slots[slot] = digest;
    this.count++;
    return false;
  }

  private slotOf(slots: BigUint64Array, digest: bigint): number {
    let slot = Number(digest & BigInt(slots.length - 1));
    while (slots[slot] !== 0n && slots[slot] !== digest) slot = (slot + 1) % slots.length;
    return slot;
  }

  private grow(): void {
    const larger = new BigUint64Array(2 * this.slots.length);
    for (const digest of this.slots) if (digest !== 0n) larger[this.slotOf(larger, digest)] = digest;
    this.slots = larger;
  }
}
