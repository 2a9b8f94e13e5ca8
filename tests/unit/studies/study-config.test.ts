import { describe, expect, it } from 'vitest';
import { AppError } from '@/lib/errors';
import { parseStudyConfig, resolveStudyConfig } from '@/lib/studies/study-config';

function refusal(input: unknown): AppError {
  try {
    parseStudyConfig(input);
  } catch (error) {
    if (error instanceof AppError) return error;
  }
  throw new Error('it was not refused');
}

describe('the configuration of a study', () => {
  it('has the defaults of the documentation', () => {
    expect(parseStudyConfig({})).toEqual({
      seed: 1,
      repeats: 10,
      fractions: [0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1],
      surrogates: [{ name: 'weak', model: 'softmax', labels: 200, ridge: 'cv' }],
      finalModel: { model: 'softmax', ridge: 'cv', norm: 'mean', tolerance: 1e-6 },
      strategies: [
        'random',
        'max-gradient',
        'non-extreme-max-gradient',
        'gradient-cdf',
        { name: 'power', exponent: 0.5, weighting: 'none' },
      ],
      validation: 0,
      seedLabelsCount: false,
      commonPool: false,
      fullPool: true,
      equalLabels: true,
    });
  });

  it('adds the partners of its strategies where it is asked to, each once', () => {
    const strategies = [
      'max-gradient',
      { name: 'top', score: 'margin' },
      'top',
      { name: 'power', exponents: [0.5, -1] },
      'gradient-cdf',
      'k-center',
    ];
    const config = parseStudyConfig({ strategies, partners: true });
    expect(config).not.toHaveProperty('partners');
    expect(config.strategies).toEqual([
      'random',
      'max-gradient',
      { name: 'bottom', score: 'gradient-norm' },
      { name: 'top', score: 'margin' },
      { name: 'bottom', score: 'margin' },
      'top',
      'bottom',
      { name: 'power', exponent: 0.5, weighting: 'none' },
      { name: 'power', exponent: 0.5, weighting: 'inverse-probability' },
      { name: 'power', exponent: -0.5, weighting: 'none' },
      { name: 'power', exponent: -1, weighting: 'none' },
      { name: 'power', exponent: -1, weighting: 'inverse-probability' },
      'gradient-cdf',
      { name: 'gradient-cdf', weighting: 'inverse-probability' },
      'k-center',
    ]);
    expect(resolveStudyConfig(config)).toEqual(config);
  });

  it.each([
    [{ repeets: 3 }, /repeets/],
    [{ surrogates: [{ name: 'a', labels: 10, colour: 'red' }] }, /surrogates\.0: .*colour/],
    [{ finalModel: { rigde: 1 } }, /finalModel: .*rigde/],
    [{ strategies: ['random', { name: 'power', exponnent: 1 }] }, /strategies\.1: .*exponnent/],
    [{ strategies: [{ name: 'power', exponent: 'x' }] }, /strategies\.0\.exponent/],
    [{ strategies: ['best'] }, /“best”/],
    [{ strategies: [{ name: 'power', exponent: 1, exponents: [1, 2] }] }, /strategies\.0: .*not both/],
    [{ strategies: [{ name: 'max-gradient', exponents: [1, 2] }] }, /strategies\.0: .*exponent/],
    [{ strategies: [{ name: 'power', score: 'gloom' }] }, /no score.*gloom/],
    [{ surrogates: [{ name: 'a' }] }, /surrogates\.0\.labels: /],
    [{ surrogates: [{ name: 'a', labels: 9, model: 'oracle' }] }, /no model.*oracle/],
    [
      { surrogates: [{ name: 'a', labels: 9, model: { name: 'mlp', unitts: 3 } }] },
      /surrogates\.0\.model: .*unitts/,
    ],
    [{ surrogates: [{ name: 'a', sameLabelsAs: 'b' }] }, /surrogates\.0\.sameLabelsAs: .*“b”/],
    [{ surrogates: [{ name: 'a', model: 'external' }] }, /validation: .*“a”/],
    [{ finalModel: { model: 'external' } }, /finalModel\.model: /],
    [{ finalModel: { arms: ['tuned', 'constant'] } }, /finalModel\.constantRidge: /],
    [{ fractions: [0.5, 2] }, /fractions\.1/],
    [{ surrogates: [{ name: 'a', labels: 10.5 }] }, /surrogates\.0\.labels/],
    [
      {
        surrogates: [
          { name: 'a', labels: 1 },
          { name: 'a', labels: 2 },
        ],
      },
      /surrogates: each name/,
    ],
  ])('is refused with the key that is wrong: %j', (input, words) => {
    const { code, message, remedy } = refusal(input);
    expect(code).toBe('bad-input');
    expect(message).toMatch(words);
    expect(remedy).not.toBe('');
  });

  it('always has random, every strategy once and fractions ascending', () => {
    const power = { name: 'power' as const, exponent: 0.5, weighting: 'none' as const };
    const config = parseStudyConfig({
      fractions: [1, 0.2, 0.2, 0.1],
      strategies: ['max-gradient', 'power', power, { ...power, exponent: 1 }],
    });
    expect(config.fractions).toEqual([0.1, 0.2, 1]);
    expect(config.strategies).toEqual(['random', 'max-gradient', power, { ...power, exponent: 1 }]);
    expect(resolveStudyConfig(config)).toEqual(config);
  });

  it('reads a sweep as one strategy an exponent, and every parameter of scheme and model', () => {
    const config = parseStudyConfig({
      strategies: [{ name: 'power', exponents: [-1, 2], score: 'entropy' }],
      surrogates: [
        { name: 'weak', labels: 20 },
        { name: 'net', model: { name: 'mlp', units: 8 }, sameLabelsAs: 'weak' },
      ],
    });
    expect(config.strategies).toEqual([
      'random',
      { name: 'power', exponent: -1, weighting: 'none', score: 'entropy' },
      { name: 'power', exponent: 2, weighting: 'none', score: 'entropy' },
    ]);
    expect(config.surrogates[1]).toMatchObject({ labels: 20, model: { name: 'mlp', units: 8, epochs: 20 } });
    expect(resolveStudyConfig(config)).toEqual(config);
  });
});
