import { AppError } from '../errors';
import { hashTextWords } from './hash-text';
import { threefry } from './threefry';

/** A stream of random numbers. Two streams of different names are independent, whatever is drawn from either. */
export interface Random {
  /** 53 random bits in [0, 1). */
  uniform(): number;
  /** An integer in 0 … bound − 1; the bias is below bound / 2⁵³. */
  integer(bound: number): number;
  /** Standard normal (Box and Muller). */
  normal(): number;
  /** Shuffles in place (Fisher and Yates) and returns the same array. O(n). */
  shuffle<Values extends { [index: number]: unknown; readonly length: number }>(values: Values): Values;
  /** `size` different numbers of 0 … count − 1 in random order; a longer sample begins with the shorter one. O(count). */
  sample(count: number, size: number): Int32Array;
}

/**
 * The random stream of a seed and a path of names, e.g. `createRandom(seed, 'study', 'repeat 3', 'split')`.
 *
 * Why names: reusing one stream for labels and for selection correlates them (theory 0.2). The key of the stream is the
 * seed encrypted by each name in turn, so neither the order of drawing nor another stream's length changes it.
 *
 * @param seed integer in 0 … 2⁵³ − 1
 * @throws AppError `bad-input` for any other seed
 */
export function createRandom(seed: number, ...names: string[]): Random {
  const { low: keyLow, high: keyHigh } = streamKey(seed, names);
  const words = new Uint32Array(2);
  let counter = 0;

  const uniform = (): number => {
    threefry(keyLow, keyHigh, counter | 0, Math.floor(counter / 0x100000000) | 0, words);
    counter++;
    return fraction53(words[0] as number, words[1] as number);
  };
  const integer = (bound: number): number => Math.floor(uniform() * bound);

  return {
    uniform,
    integer,
    normal: () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform()),
    shuffle: (values) => {
      for (let index = values.length - 1; index > 0; index--) {
        const other = integer(index + 1);
        const held = values[index];
        values[index] = values[other];
        values[other] = held;
      }
      return values;
    },
    sample: (count, size) => {
      if (!(size >= 0 && size <= count)) {
        throw new AppError('bad-input', `Cannot draw ${size} of ${count} without replacement.`);
      }
      const numbers = new Int32Array(count);
      for (let index = 0; index < count; index++) numbers[index] = index;
      for (let index = 0; index < size; index++) {
        const other = index + integer(count - index);
        const held = numbers[index] as number;
        numbers[index] = numbers[other] as number;
        numbers[other] = held;
      }
      return numbers.slice(0, size);
    },
  };
}

/**
 * Permanent random numbers: one uniform in the open interval (0, 1) per id.
 *
 * Each depends on the seed and its own id only, not on order, shard or the rest of the pool. A scheme that compares
 * them with inclusion probabilities therefore gives nested samples, and shards merge without talking to each other.
 *
 * @param ids stable 64-bit ids
 * @param names path of the stream, e.g. what they are for: what has another name shares no numbers
 * @returns one number an id, odd multiples of 2⁻⁵³, so that logarithms on either side are finite
 * @throws AppError `bad-input` where the seed is no integer in 0 … 2⁵³ − 1. O(n), no allocation an id.
 */
export function permanentUniforms(seed: number, ids: BigUint64Array, ...names: string[]): Float64Array {
  const { low: keyLow, high: keyHigh } = streamKey(seed, ['permanent random numbers', ...names]);
  const idWords = new Uint32Array(ids.buffer, ids.byteOffset, ids.length * 2);
  const words = new Uint32Array(2);
  const uniforms = new Float64Array(ids.length);
  for (let row = 0; row < ids.length; row++) {
    threefry(keyLow, keyHigh, idWords[2 * row] as number, idWords[2 * row + 1] as number, words);
    uniforms[row] = ((words[1] as number) * 2 ** 20 + ((words[0] as number) >>> 12) + 0.5) / 2 ** 52;
  }
  return uniforms;
}

function streamKey(seed: number, names: readonly string[]): { low: number; high: number } {
  if (!Number.isSafeInteger(seed) || seed < 0) {
    throw new AppError(
      'bad-input',
      `The seed is ${seed}.`,
      'Give a whole number from 0 to 9007199254740991.',
    );
  }
  const words = new Uint32Array(2);
  let key = { low: seed | 0, high: Math.floor(seed / 0x100000000) | 0 };
  for (const name of names) {
    const hash = hashTextWords(name);
    threefry(key.low, key.high, hash.low, hash.high, words);
    key = { low: words[0] as number, high: words[1] as number };
  }
  return key;
}

function fraction53(low: number, high: number): number {
  return ((high >>> 5) * 2 ** 26 + (low >>> 6)) / 2 ** 53;
}
