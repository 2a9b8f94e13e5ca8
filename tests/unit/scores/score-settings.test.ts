import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createMatrix } from '@/lib/numeric/matrix';
import { parametersOf, scoreByName, scoreNameOf, SCORES } from '@/lib/scores/registry';
import { toRanks } from '@/lib/scores/score-options';

const gradientNorm = SCORES.find(({ name }) => name === 'gradient-norm')!;

describe('the name of a score', () => {
  it('says what is not at its default, in one order', () => {
    const score = scoreByName(
      'gradient-norm:temperature=2,group=biases,norm=l2,scale=value,target=pseudo-label',
    );
    expect(score.name).toBe('gradient-norm:group=biases,target=pseudo-label,temperature=2');
    expect(score.registryName).toBe('gradient-norm');
    expect(score.title).toBe(
      'Gradient norm (expected): Biases of all layers, The surrogate’s own guess, temperature 2',
    );
    expect(scoreByName(score.name).name).toBe(score.name);
    expect(scoreByName('entropy:temperature=1,clip=0').name).toBe('entropy');
  });

  it('is what the fields of a form give', () => {
    const fields = parametersOf(gradientNorm).map(({ name }) => name);
    expect(fields).toEqual(['norm', 'group', 'target', 'temperature', 'clip', 'scale']);
    expect(scoreNameOf(gradientNorm, { norm: 'l1', temperature: 0.5, clip: 0 })).toBe(
      'gradient-norm:norm=l1,temperature=0.5',
    );
    expect(scoreNameOf(gradientNorm, {})).toBe('gradient-norm');
  });

  it('is fused just with its defaults, and needs what its settings need', () => {
    expect(scoreByName('entropy').fused).toBe('entropy');
    expect(scoreByName('entropy:temperature=2').fused).toBeUndefined();
    expect(scoreByName('gradient-norm').needs).toEqual(['probabilities', 'features']);
    expect(scoreByName('gradient-norm:group=all').needs).toEqual(['probabilities', 'layers']);
  });

  it.each([
    ['luck', /no score named “luck”/],
    ['entropy:warmth=3', /warmth/],
    ['entropy:temperature=0', /temperature/],
    ['entropy:temperature', /“temperature” in “entropy/],
    ['entropy:clip=1,clip=2', /“clip=2” in “entropy/],
    ['gradient-norm:norm=l3', /norm/],
  ])('%s is refused', (name, message) => expect(() => scoreByName(name)).toThrow(message));
});

describe('options', () => {
  const shares = fc.array(fc.double({ min: 1e-6, max: 1, noNaN: true }), { minLength: 2, maxLength: 6 });
  const rowOf = (values: readonly number[]) => {
    const sum = values.reduce((left, right) => left + right);
    return createMatrix(
      Float32Array.from(values, (value) => value / sum),
      1,
      values.length,
    );
  };

  it('a higher temperature is never less uncertain, and a high one nearly uniform', () => {
    fc.assert(
      fc.property(shares, (values) => {
        const probabilities = rowOf(values);
        const [cold, plain, warm, hot] = [0.5, 1, 2, 20].map(
          (temperature) => scoreByName(`entropy:temperature=${temperature}`).compute({ probabilities })[0]!,
        );
        expect(cold).toBeLessThanOrEqual(plain! + 1e-6);
        expect(plain).toBeLessThanOrEqual(warm! + 1e-6);
        expect(warm).toBeLessThanOrEqual(hot! + 1e-6);
        expect(hot).toBeLessThanOrEqual(Math.log(values.length) + 1e-6);
      }),
    );
  });

  it('clipping keeps p(1 − p) above e^−limit, so that no negative power of it explodes', () => {
    const probabilities = createMatrix(Float32Array.of(1, 0, 1e-30, 1), 2, 2);
    const floor = Math.exp(-10) / (1 + Math.exp(-10)) ** 2;
    for (const value of scoreByName('gini:clip=10').compute({ probabilities }))
      expect(value).toBeCloseTo(2 * floor, 10);
  });

  it('ranks lie evenly from 0 to 1, equal values share theirs, and no value stays none', () => {
    expect([...toRanks(Float32Array.of(5, -1, 3, 3, NaN))]).toEqual([1, 0, 0.5, 0.5, NaN]);
    expect([...toRanks(Float32Array.of(7))]).toEqual([1]);
    expect([...toRanks(new Float32Array(0))]).toEqual([]);
  });
});
