import { describe, expect, it } from 'vitest';
import {
  adviceOf,
  comparisonSentence,
  guessSentence,
  noComparisonSentence,
  verdictOf,
} from '@/components/rounds/control-words';
import type { ArmComparison } from '@/lib/contracts/control-arm';
import type { RoundSetup, RoundView } from '@/lib/contracts/round';

const error = { mean: 0.2, low: 0.18, high: 0.22 };
const compared = (low: number, mean: number, high: number, seedLabels = 500): ArmComparison => ({
  seedLabels,
  labelsEach: 120,
  shared: 0,
  testExamples: 1000,
  chosenError: error,
  randomError: error,
  difference: { low, mean, high },
  differenceOnTest: { low, mean, high },
  redraws: 20,
  onlyChosenRight: 0,
  onlyRandomRight: 0,
  pValue: 1,
});
const setup: RoundSetup = {
  scheme: 'power',
  parameters: { exponent: 1 },
  scoreName: 'gini',
  surrogate: null,
  featureSet: { id: 'f', extractor: 'pixels' },
  controlShare: 0.2,
  controlDrawn: 10,
  pool: 900,
  modelBefore: null,
  showGuess: false,
  model: null,
};

describe('chosen against random in words', () => {
  it('says how many points fewer errors, and between what', () => {
    expect(comparisonSentence(compared(-0.038, -0.021, -0.004))).toBe(
      'With 120 labels each, the chosen examples leave 2.1 points fewer errors than random ones, between 0.4 and 3.8.',
    );
  });

  it('says plainly when it is not better, or worse', () => {
    expect(comparisonSentence(compared(-0.01, 0.002, 0.014))).toBe(
      'No better than random so far: with 120 labels each, the chosen examples leave between 1.0 points fewer and 1.4 points more errors than random ones.',
    );
    expect(comparisonSentence(compared(0.004, 0.021, 0.038))).toMatch(
      /^Worse than random so far: .* 2\.1 points more errors than random ones, between 0\.4 and 3\.8\.$/,
    );
    expect(verdictOf(compared(0, 0, 0))).toBe('open');
  });

  it('says why there is none', () => {
    expect(noComparisonSentence('no-test-split')).toContain('test split');
  });
});

describe('advice', () => {
  const labels = { classes: 10, labels: 100 };

  it('is none where choosing is better', () => {
    expect(adviceOf(compared(-0.03, -0.02, -0.01), setup, labels)).toEqual([]);
  });

  it('lowers the exponent while little is labeled, and raises it later', () => {
    const open = compared(-0.01, 0, 0.01);
    expect(adviceOf(open, setup, labels)[0]).toMatch(/^Lower the exponent \(now 1\): 10 % of the pool/);
    expect(adviceOf(open, setup, { classes: 10, labels: 2000 })[0]).toMatch(/^Raise the exponent/);
    expect(adviceOf(open, setup, { classes: 10, labels: 400 }).join(' ')).not.toMatch(/the exponent \(/);
  });

  it('asks for a larger seed only where it is small, and always offers random labels', () => {
    const small = adviceOf(compared(-0.01, 0, 0.01, 20), setup, labels);
    expect(small.some((line) => line.startsWith('Label a larger seed: 20 labels for 10 classes'))).toBe(true);
    const large = adviceOf(compared(-0.01, 0, 0.01), { ...setup, scheme: 'top', parameters: {} }, labels);
    expect(large).toEqual([
      'Try another scheme than top: power with exponent 0.5 mixes hard and ordinary examples.',
      'Or label at random: it is cheaper, and every number measured on it is unbiased.',
    ]);
  });
});

describe('the model’s guess', () => {
  const round = (number: number, answers: number, answersWithGuess: number) =>
    ({ number, answers, answersWithGuess }) as RoundView;

  it('is told where annotators saw it', () => {
    expect(guessSentence([round(1, 50, 0)])).toBeNull();
    expect(guessSentence([round(1, 50, 0), round(2, 40, 30)])).toMatch(
      /^In round 2 annotators saw the model’s guess at 30 of 40 answers\./,
    );
  });
});
