/** What one call of `threefry` writes: two 32-bit words. Reused between calls, so that nothing is allocated. */
export type Words = Uint32Array;

const PARITY = 0x1bd11bda;

/**
 * Threefry-2×32 with 20 rounds: encrypts a 64-bit counter under a 64-bit key into 64 random bits.
 *
 * Counter-based: word number n of a stream needs no word before it, so the same row gets the same number on every
 * shard and in every order. It needs only additions, rotations and exclusive ors of 32-bit words, which JavaScript has
 * exactly, and no BigInt.
 *
 * @param keyLow,keyHigh the key
 * @param low,high the counter
 * @param out receives the two words
 * Source: Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3" (2011). O(1).
 */
export function threefry(keyLow: number, keyHigh: number, low: number, high: number, out: Words): void {
  const third = PARITY ^ keyLow ^ keyHigh;
  let a = (low + keyLow) | 0;
  let b = (high + keyHigh) | 0;

  a = (a + b) | 0;
  b = ((b << 13) | (b >>> 19)) ^ a;
  a = (a + b) | 0;
  b = ((b << 15) | (b >>> 17)) ^ a;
  a = (a + b) | 0;
  b = ((b << 26) | (b >>> 6)) ^ a;
  a = (a + b) | 0;
  b = ((b << 6) | (b >>> 26)) ^ a;
  a = (a + keyHigh) | 0;
  b = (b + third + 1) | 0;

  a = (a + b) | 0;
  b = ((b << 17) | (b >>> 15)) ^ a;
  a = (a + b) | 0;
  b = ((b << 29) | (b >>> 3)) ^ a;
  a = (a + b) | 0;
  b = ((b << 16) | (b >>> 16)) ^ a;
  a = (a + b) | 0;
  b = ((b << 24) | (b >>> 8)) ^ a;
  a = (a + third) | 0;
  b = (b + keyLow + 2) | 0;

  a = (a + b) | 0;
  b = ((b << 13) | (b >>> 19)) ^ a;
  a = (a + b) | 0;
  b = ((b << 15) | (b >>> 17)) ^ a;
  a = (a + b) | 0;
  b = ((b << 26) | (b >>> 6)) ^ a;
  a = (a + b) | 0;
  b = ((b << 6) | (b >>> 26)) ^ a;
  a = (a + keyLow) | 0;
  b = (b + keyHigh + 3) | 0;

  a = (a + b) | 0;
  b = ((b << 17) | (b >>> 15)) ^ a;
  a = (a + b) | 0;
  b = ((b << 29) | (b >>> 3)) ^ a;
  a = (a + b) | 0;
  b = ((b << 16) | (b >>> 16)) ^ a;
  a = (a + b) | 0;
  b = ((b << 24) | (b >>> 8)) ^ a;
  a = (a + keyHigh) | 0;
  b = (b + third + 4) | 0;

  a = (a + b) | 0;
  b = ((b << 13) | (b >>> 19)) ^ a;
  a = (a + b) | 0;
  b = ((b << 15) | (b >>> 17)) ^ a;
  a = (a + b) | 0;
  b = ((b << 26) | (b >>> 6)) ^ a;
  a = (a + b) | 0;
  b = ((b << 6) | (b >>> 26)) ^ a;
  out[0] = (a + third) | 0;
  out[1] = (b + keyLow + 5) | 0;
}
