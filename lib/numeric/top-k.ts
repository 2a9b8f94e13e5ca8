/** Numbers indexed by row. */
export type Numbers = Float32Array | Float64Array;

const DIGIT_BITS = 11;
const DIGIT_COUNT = 1 << DIGIT_BITS;
/** 64 bits in digits of 11, least significant first: three in the low word, three in the high word. */
const DIGITS = [0, 11, 22, 32, 43, 54] as const;

/**
 * The rows of the `count` largest values, largest first, ties by ascending id.
 *
 * Ids and not positions break ties, so that any order of the rows and any way of sharding gives the same examples:
 * the largest of the union of the shards' largest are the largest of all.
 *
 * @param values n numbers, ±Infinity allowed, no NaN
 * @param ids n different ids
 * @param count 0 … n
 * @returns row numbers. O(n + count) by radix selection and radix sort, whatever the values.
 */
export function largestRows(values: Numbers, ids: BigUint64Array, count: number): Int32Array {
  const keys = descendingKeys(values);
  const candidates = rowsUpTo(keys, count);
  sortRows(candidates, wordsOf(ids));
  sortRows(candidates, keys);
  return candidates.slice(0, count);
}

/** The rows of the `count` smallest values, smallest first, ties by ascending id. See `largestRows`. */
export function smallestRows(values: Numbers, ids: BigUint64Array, count: number): Int32Array {
  return largestRows(
    values.map((value) => -value),
    ids,
    count,
  );
}

/** 64-bit keys as pairs of words, low word first. */
type Keys = Uint32Array;

/** Bits whose unsigned order is the descending order of the values; −0 counts as 0. */
function descendingKeys(values: Numbers): Keys {
  const numbers = new Float64Array(values.length);
  for (let row = 0; row < values.length; row++) numbers[row] = 0 - (values[row] as number);
  const words = new Uint32Array(numbers.buffer);
  for (let low = 0; low < words.length; low += 2) {
    const high = words[low + 1] as number;
    if (high & 0x80000000) {
      words[low] = ~(words[low] as number);
      words[low + 1] = ~high;
    } else {
      words[low + 1] = high ^ 0x80000000;
    }
  }
  return words;
}

function wordsOf(ids: BigUint64Array): Keys {
  return new Uint32Array(ids.buffer, ids.byteOffset, ids.length * 2);
}

function digitOf(keys: Keys, row: number, bit: number): number {
  const word = keys[2 * row + (bit >= 32 ? 1 : 0)] as number;
  return (word >>> (bit & 31)) & (DIGIT_COUNT - 1);
}

/** Rows whose key is at most the `count`-th smallest one: `count` rows, and more only where keys tie with that one. */
function rowsUpTo(keys: Keys, count: number): Int32Array {
  const rows = new Int32Array(keys.length / 2);
  for (let row = 0; row < rows.length; row++) rows[row] = row;
  if (count >= rows.length || count === 0) return rows.subarray(0, count);
  const histogram = new Int32Array(DIGIT_COUNT);
  const undecided = rows.slice();
  let chosenCount = 0;
  let undecidedCount = rows.length;
  for (let position = DIGITS.length - 1; position >= 0 && chosenCount + undecidedCount > count; position--) {
    const bit = DIGITS[position] as number;
    histogram.fill(0);
    for (let index = 0; index < undecidedCount; index++) {
      const digit = digitOf(keys, undecided[index] as number, bit);
      histogram[digit] = (histogram[digit] as number) + 1;
    }
    let border = 0;
    let below = chosenCount;
    while (below + (histogram[border] as number) < count) below += histogram[border++] as number;
    let kept = 0;
    for (let index = 0; index < undecidedCount; index++) {
      const row = undecided[index] as number;
      const digit = digitOf(keys, row, bit);
      if (digit < border) rows[chosenCount++] = row;
      else if (digit === border) undecided[kept++] = row;
    }
    undecidedCount = kept;
  }
  rows.set(undecided.subarray(0, undecidedCount), chosenCount);
  return rows.subarray(0, chosenCount + undecidedCount);
}

/** Stable radix sort of rows by ascending key, least significant digit first; digits that are all equal are skipped. */
function sortRows(rows: Int32Array, keys: Keys): void {
  const histograms = countDigits(rows, keys);
  let source = rows;
  let target: Int32Array = new Int32Array(rows.length);
  DIGITS.forEach((bit, position) => {
    const offsets = histograms.subarray(position * DIGIT_COUNT, (position + 1) * DIGIT_COUNT);
    if (!toOffsets(offsets, rows.length)) return;
    for (let index = 0; index < source.length; index++) {
      const row = source[index] as number;
      const digit = digitOf(keys, row, bit);
      const place = offsets[digit] as number;
      target[place] = row;
      offsets[digit] = place + 1;
    }
    [source, target] = [target, source];
  });
  if (source !== rows) rows.set(source);
}

/** How often each value of each digit occurs, all digits in one pass. */
function countDigits(rows: Int32Array, keys: Keys): Int32Array {
  const histograms = new Int32Array(DIGITS.length * DIGIT_COUNT);
  const mask = DIGIT_COUNT - 1;
  const count = (place: number): void => {
    histograms[place] = (histograms[place] as number) + 1;
  };
  for (let index = 0; index < rows.length; index++) {
    const row = rows[index] as number;
    const low = keys[2 * row] as number;
    const high = keys[2 * row + 1] as number;
    count(low & mask);
    count(DIGIT_COUNT + ((low >>> 11) & mask));
    count(2 * DIGIT_COUNT + (low >>> 22));
    count(3 * DIGIT_COUNT + (high & mask));
    count(4 * DIGIT_COUNT + ((high >>> 11) & mask));
    count(5 * DIGIT_COUNT + (high >>> 22));
  }
  return histograms;
}

/** Turns counts into the first place of each digit; false where one digit has them all and there is nothing to sort. */
function toOffsets(counts: Int32Array, total: number): boolean {
  let sum = 0;
  for (let digit = 0; digit < counts.length; digit++) {
    const count = counts[digit] as number;
    if (count === total) return false;
    counts[digit] = sum;
    sum += count;
  }
  return true;
}
