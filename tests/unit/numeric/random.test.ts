import { describe, expect, it } from 'vitest';
import { hashText } from '@/lib/numeric/hash-text';
import { createRandom, permanentUniforms } from '@/lib/numeric/random';
import { threefry } from '@/lib/numeric/threefry';

const sequentialIds = (count: number) => BigUint64Array.from({ length: count }, (_, row) => BigInt(row));

function correlation(left: ArrayLike<number>, right: ArrayLike<number>): number {
  const mean = (values: ArrayLike<number>) =>
    Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;
  const [leftMean, rightMean] = [mean(left), mean(right)];
  let [both, leftSquares, rightSquares] = [0, 0, 0];
  for (let index = 0; index < left.length; index++) {
    const [a, b] = [(left[index] as number) - leftMean, (right[index] as number) - rightMean];
    both += a * b;
    leftSquares += a * a;
    rightSquares += b * b;
  }
  return both / Math.sqrt(leftSquares * rightSquares);
}

describe('threefry', () => {
  // known answers of the authors' Random123 library, threefry2x32 with 20 rounds
  it.each([
    { key: [0, 0], counter: [0, 0], expected: [0x6b200159, 0x99ba4efe] },
    { key: [0xffffffff, 0xffffffff], counter: [0xffffffff, 0xffffffff], expected: [0x1cb996fc, 0xbb002be7] },
    { key: [0x13198a2e, 0x03707344], counter: [0x243f6a88, 0x85a308d3], expected: [0xc4923a9c, 0x483df7a0] },
  ])('gives the published words for counter $counter', ({ key, counter, expected }) => {
    const words = new Uint32Array(2);
    threefry(key[0] as number, key[1] as number, counter[0] as number, counter[1] as number, words);
    expect([...words]).toEqual(expected);
  });
});

describe('hashText', () => {
  // test vectors of the FNV reference distribution
  it.each([
    ['', 0xcbf29ce484222325n],
    ['a', 0xaf63dc4c8601ec8cn],
    ['foobar', 0x85944171f73967e8n],
  ])('is FNV-1a for “%s”', (text, expected) => {
    expect(hashText(text)).toBe(expected);
  });
});

describe('createRandom', () => {
  it('repeats itself for one seed and path of names, and only then', () => {
    const draw = (seed: number, ...names: string[]) => {
      const random = createRandom(seed, ...names);
      return [random.uniform(), random.uniform()];
    };
    expect(draw(1, 'a', 'b')).toEqual(draw(1, 'a', 'b'));
    const streams = [
      draw(1, 'a', 'b'),
      draw(2, 'a', 'b'),
      draw(1, 'b', 'a'),
      draw(1, 'ab'),
      draw(1, 'a'),
      draw(1),
    ];
    expect(new Set(streams.flat()).size).toBe(12);
  });

  it('uses all 53 bits of the seed', () => {
    expect(createRandom(1).uniform()).not.toBe(createRandom(1 + 2 ** 40).uniform());
  });

  it.each([-1, 0.5, Number.NaN, 2 ** 53])('refuses the seed %s', (seed) => {
    expect(() => createRandom(seed)).toThrow(/seed/);
  });

  it('draws uniform and normal numbers with the right moments', () => {
    const random = createRandom(5, 'moments');
    const count = 100_000;
    const mean = (draw: () => number) => {
      let sum = 0;
      for (let index = 0; index < count; index++) sum += draw();
      return sum / count;
    };
    expect(mean(() => random.uniform())).toBeCloseTo(0.5, 2);
    expect(mean(() => random.uniform() ** 2)).toBeCloseTo(1 / 3, 2);
    expect(mean(() => random.normal())).toBeCloseTo(0, 1);
    expect(mean(() => random.normal() ** 2)).toBeCloseTo(1, 1);
    expect(mean(() => random.normal() ** 4)).toBeCloseTo(3, 0);
  });

  it('shuffles and draws integers evenly', () => {
    const random = createRandom(6, 'even');
    const counts = new Map<string, number>();
    for (let trial = 0; trial < 12_000; trial++) {
      const order = random.shuffle([0, 1, 2]).join('');
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(counts.size).toBe(6);
    // 2,000 expected, standard deviation 41
    for (const count of counts.values()) expect(Math.abs(count - 2000)).toBeLessThan(200);
  });

  it('samples without replacement; a longer sample begins with the shorter one', () => {
    const sample = createRandom(8, 'sample').sample(1000, 400);
    expect(new Set(sample).size).toBe(400);
    expect(Math.min(...sample)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...sample)).toBeLessThan(1000);
    expect([...createRandom(8, 'sample').sample(1000, 100)]).toEqual([...sample.subarray(0, 100)]);
    expect(() => createRandom(8).sample(3, 4)).toThrow(/without replacement/);
  });

  it('does not correlate labels with selections drawn under the same seed (theory C11)', () => {
    const count = 100_000;
    const labels = createRandom(3, 'labels');
    const drawn = Float64Array.from({ length: count }, () => (labels.uniform() < 0.5 ? 1 : 0));
    const chosen = permanentUniforms(3, sequentialIds(count)).map((uniform) => (uniform < 0.2 ? 1 : 0));
    expect(Math.abs(correlation(drawn, chosen))).toBeLessThan(0.02);
  });
});

describe('permanentUniforms', () => {
  it('depends on seed, names and id only, not on order or shard', () => {
    const whole = permanentUniforms(9, sequentialIds(1000));
    const shard = permanentUniforms(9, sequentialIds(1000).slice(400, 600).reverse());
    expect([...shard].reverse()).toEqual([...whole.subarray(400, 600)]);
    expect(permanentUniforms(10, sequentialIds(1))[0]).not.toBe(whole[0]);
    expect(permanentUniforms(9, sequentialIds(1), 'power')[0]).not.toBe(whole[0]);
  });

  it('is uniform in the open interval and independent between neighbouring ids and seeds', () => {
    const count = 100_000;
    const uniforms = permanentUniforms(1, sequentialIds(count));
    const counts = new Array<number>(20).fill(0);
    for (const uniform of uniforms) counts[Math.floor(uniform * 20)]!++;
    const chiSquared = counts.reduce((sum, seen) => sum + (seen - count / 20) ** 2 / (count / 20), 0);
    expect(chiSquared).toBeLessThan(43.8); // 0.999 quantile at 19 degrees of freedom
    expect(Math.abs(correlation(uniforms.subarray(1), uniforms.subarray(0, count - 1)))).toBeLessThan(0.02);
    expect(Math.abs(correlation(uniforms, permanentUniforms(2, sequentialIds(count))))).toBeLessThan(0.02);
    expect(uniforms.every((uniform) => uniform > 0 && uniform < 1)).toBe(true);
  });

  it('uses the high half of an id', () => {
    const uniforms = permanentUniforms(1, BigUint64Array.from([1n, 1n + (1n << 40n)]));
    expect(uniforms[0]).not.toBe(uniforms[1]);
  });
});
