/**
 * MurmurHash3 of a range of bytes, 32 bits, as a signed integer: spreads keys evenly over the integers, fast, and the same
 * on every machine. It is the hash of scikit-learn's HashingVectorizer (there with seed 0), so that columns agree.
 *
 * @param bytes holds the key, from `start` up to and without `end`
 * @returns an integer from −2³¹ to 2³¹ − 1
 * @remarks O(end − start). Not for secrets: collisions are easy to make.
 * @see Appleby, MurmurHash3_x86_32 (2011), https://github.com/aappleby/smhasher
 */
export function murmurHash(bytes: Uint8Array, start = 0, end = bytes.length, seed = 0): number {
  let hash = seed;
  const blocksEnd = start + ((end - start) & ~3);
  for (let at = start; at < blocksEnd; at += 4) {
    hash ^= scramble(littleEndian(bytes, at, 4));
    hash = Math.imul((hash << 13) | (hash >>> 19), 5) + 0xe6546b64;
  }
  if (blocksEnd < end) hash ^= scramble(littleEndian(bytes, blocksEnd, end - blocksEnd));
  hash ^= end - start;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) | 0;
}

function littleEndian(bytes: Uint8Array, at: number, length: number): number {
  let value = 0;
  for (let byte = 0; byte < length; byte++) value |= (bytes[at + byte] as number) << (8 * byte);
  return value;
}

function scramble(block: number): number {
  const product = Math.imul(block, 0xcc9e2d51);
  return Math.imul((product << 15) | (product >>> 17), 0x1b873593);
}
