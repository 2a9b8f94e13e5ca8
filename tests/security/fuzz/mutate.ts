import type { Random } from '@/lib/numeric/random';

/** Lengths and counts that lie, and the edges of integers. */
const INTERESTING = [
  0n,
  1n,
  0x7fn,
  0x80n,
  0xffn,
  0x7fffn,
  0xffffn,
  0x7fffffffn,
  0x80000000n,
  0xffffffffn,
  2n ** 53n,
  2n ** 63n - 1n,
  2n ** 64n - 1n,
];
const NUMBERS = ['0', '-1', '1e999', '4294967295', '9007199254740993', '99999999999999999999', 'NaN', '0x10'];
const TOKENS = [
  '"',
  "'",
  '\\',
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  ';',
  '\n',
  '\r\n',
  '\t',
  '\0',
  '<',
  '>',
  '&',
  '=',
  '__proto__',
  'constructor',
  'null',
  'true',
  '../',
  '/etc/passwd',
  '\ufeff',
  '\u2028',
  '\ud800',
  '%00',
  '(',
  ')',
  'é',
  '猫',
];

type Mutation = (bytes: Buffer, random: Random) => Buffer;

function cut(bytes: Buffer, random: Random): [start: number, end: number] {
  const start = random.integer(bytes.length + 1);
  return [start, Math.min(bytes.length, start + 1 + random.integer(random.uniform() < 0.8 ? 16 : 512))];
}

function put(bytes: Buffer, at: number, inserted: Uint8Array): Buffer {
  return Buffer.concat([bytes.subarray(0, at), inserted, bytes.subarray(at)]);
}

const pick = <Value>(values: readonly Value[], random: Random): Value =>
  values[random.integer(values.length)] as Value;

function overwriteInteger(bytes: Buffer, random: Random): Buffer {
  const width = pick([1, 2, 4, 8], random);
  const value = Buffer.alloc(8);
  value.writeBigUInt64LE(BigInt.asUintN(64, pick(INTERESTING, random)));
  const own = value.subarray(0, width);
  if (random.uniform() < 0.5) own.reverse();
  const copy = Buffer.from(bytes);
  own.copy(copy, random.integer(bytes.length + 1));
  return copy;
}

/** Another number where one is written out, of which text formats' headers are made. */
function replaceNumber(bytes: Buffer, random: Random): Buffer {
  const text = bytes.toString('latin1');
  const numbers = [...text.matchAll(/\d+/g)];
  const found = numbers[random.integer(numbers.length)];
  if (!found) return bytes;
  const after = found.index + found[0].length;
  return Buffer.from(text.slice(0, found.index) + pick(NUMBERS, random) + text.slice(after), 'latin1');
}

const MUTATIONS: readonly Mutation[] = [
  (bytes, random) => {
    const copy = Buffer.from(bytes);
    const at = random.integer(bytes.length);
    if (at < copy.length) copy[at] = (copy[at] as number) ^ (1 << random.integer(8));
    return copy;
  },
  (bytes, random) => {
    const copy = Buffer.from(bytes);
    if (copy.length > 0) copy[random.integer(copy.length)] = random.integer(256);
    return copy;
  },
  overwriteInteger,
  overwriteInteger,
  (bytes, random) => {
    const [start, end] = cut(bytes, random);
    return Buffer.concat([bytes.subarray(0, start), bytes.subarray(end)]);
  },
  (bytes, random) => {
    const [start, end] = cut(bytes, random);
    return put(bytes, random.integer(bytes.length + 1), bytes.subarray(start, end));
  },
  (bytes, random) => put(bytes, random.integer(bytes.length + 1), Buffer.from(pick(TOKENS, random))),
  (bytes, random) => {
    const noise = Uint8Array.from({ length: 1 + random.integer(8) }, () => random.integer(256));
    return put(bytes, random.integer(bytes.length + 1), noise);
  },
  replaceNumber,
  (bytes, random) => bytes.subarray(0, random.integer(bytes.length + 1)),
];

/** The same bytes for the same stream of numbers: a few changes of a valid file, sometimes with the rest of another. */
export function mutate(seeds: readonly Buffer[], random: Random): Buffer {
  let bytes = Buffer.from(pick(seeds, random));
  if (random.uniform() < 0.05) {
    const other = pick(seeds, random);
    const head = bytes.subarray(0, random.integer(bytes.length + 1));
    bytes = Buffer.concat([head, other.subarray(random.integer(other.length + 1))]);
  }
  const changes = 1 + random.integer(6);
  for (let change = 0; change < changes; change++)
    bytes = Buffer.from(pick(MUTATIONS, random)(bytes, random));
  return bytes;
}
