const encoder = new TextEncoder();

/**
 * 64-bit FNV-1a of a text's UTF-8 bytes as two 32-bit halves, without BigInt.
 *
 * Why: names of random streams and keys of examples become numbers that are the same on every machine. Among a million
 * keys the chance of any two colliding is 3e-8. Not for secrets.
 *
 * Source: Fowler, Noll, Vo (isthe.com/chongo/tech/comp/fnv). O(bytes).
 */
export function hashTextWords(text: string): { low: number; high: number } {
  let low = 0x84222325;
  let high = 0xcbf29ce4;
  for (const byte of encoder.encode(text)) {
    low = (low ^ byte) >>> 0;
    // times the prime 2⁴⁰ + 0x1b3, modulo 2⁶⁴; both products stay below 2⁵³
    const lowProduct = low * 0x1b3;
    high = (Math.imul(high, 0x1b3) + Math.floor(lowProduct / 0x100000000) + (low << 8)) >>> 0;
    low = lowProduct >>> 0;
  }
  return { low, high };
}

/** The same hash as one unsigned 64-bit number, e.g. the stable id of an example from its key. */
export function hashText(text: string): bigint {
  const { low, high } = hashTextWords(text);
  return (BigInt(high) << 32n) | BigInt(low);
}
