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
      finalModel: { model: 'softmax', ridge: 'cv' },
      strategies: [
        'random',
        'max-gradient',
        'non-extreme-max-gradient',
        'gradient-cdf',
        { name: 'power', exponent: 0.5, weighting: 'none' },
      ],
      seedLabelsCount: false,
    });
  });

  it.each([
    [{ repeets: 3 }, /repeets/],
    [{ surrogates: [{ name: 'a', labels: 10, colour: 'red' }] }, /surrogates\.0: .*colour/],
    [{ finalModel: { rigde: 1 } }, /finalModel: .*rigde/],
    [{ strategies: ['random', { name: 'power', exponnent: 1 }] }, /strategies\.1: .*exponnent/],
    [{ strategies: [{ name: 'power', exponent: 'x' }] }, /strategies\.0\.exponent/],
    [{ strategies: ['best'] }, /“best”/],
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
});
