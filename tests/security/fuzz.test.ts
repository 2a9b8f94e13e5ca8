import { describe, expect, it } from 'vitest';
import { fuzzTarget } from './fuzz/fuzz-target';
import { FUZZ_TARGETS } from './fuzz/targets';

/** The long form: `npm run fuzz -- --cases 200000`. */
const CASES = 300;
const SEED = 1;

describe('what strangers made is read, or refused in words: no crash, no hang, no more memory than there is', () => {
  it.each(FUZZ_TARGETS.map(({ name }) => name))('%s', async (name) => {
    const { failures, read, refused } = await fuzzTarget(name, CASES, SEED);
    expect(failures.map(({ at, what }) => `${at}: ${what}`)).toEqual([]);
    expect(read + refused).toBe(CASES);
  });
});
