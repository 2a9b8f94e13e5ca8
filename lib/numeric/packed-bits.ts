/** Truth values as text, six a letter: 10,000 test examples take 1.7 kB. O(n) */
export function packBits(values: readonly boolean[]): string {
  const bytes = new Uint8Array(Math.ceil(values.length / 8));
  values.forEach((value, place) => {
    if (value) bytes[place >> 3] = (bytes[place >> 3] as number) | (1 << (place & 7));
  });
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}

/** The bytes of `packBits`: value i is bit i mod 8 of byte ⌊i / 8⌋. O(n) */
export function unpackBytes(packed: string): Uint8Array {
  return Uint8Array.from(atob(packed), (letter) => letter.charCodeAt(0));
}

/** How many bits only the left has, and how many only the right. O(n / 8) */
export function countDifferences(
  left: Uint8Array,
  right: Uint8Array,
): { onlyLeft: number; onlyRight: number } {
  let onlyLeft = 0;
  let onlyRight = 0;
  left.forEach((byte, place) => {
    const other = right[place] ?? 0;
    onlyLeft += countOnes(byte & ~other);
    onlyRight += countOnes(other & ~byte);
  });
  return { onlyLeft, onlyRight };
}

function countOnes(byte: number): number {
  let rest = byte & 0xff;
  let ones = 0;
  for (; rest > 0; rest &= rest - 1) ones++;
  return ones;
}
