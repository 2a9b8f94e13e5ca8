import { describe, expect, it } from 'vitest';
import { fitLearningCurve } from '@/lib/planning/learning-curve';
import { agreementAdvice } from '@/lib/planning/stopping/agreement';
import { budgetAdvice } from '@/lib/planning/stopping/budget';
import { controlAdvice } from '@/lib/planning/stopping/control';
import { gainAdvice } from '@/lib/planning/stopping/gain';
import { noGainAdvice } from '@/lib/planning/stopping/no-gain';
import { predictionKappa } from '@/lib/planning/stopping/prediction-kappa';
import { targetAdvice } from '@/lib/planning/stopping/target';
import { readReference } from '../../support/read-reference';

const round = (number: number, wrong: number) => ({ number, labels: 100 * number, examples: 1000, wrong });

describe('stopping at the target', () => {
  // Wilson’s one-sided 95 % bound of 171 wrong of 1,000 is 19.14 %, of 150 is 16.95 %
  it.each([
    ['two rounds within it', [round(1, 171), round(2, 150)], 0.192, 'stop'],
    ['only the last within it', [round(1, 171), round(2, 150)], 0.191, 'go-on'],
    ['only the one before within it', [round(1, 150), round(2, 171)], 0.18, 'go-on'],
    ['a single round', [round(1, 100)], 0.5, 'go-on'],
    ['no round', [], 0.5, 'unknown'],
    ['no target', [round(1, 100), round(2, 100)], null, 'unknown'],
  ] as const)('%s', (_, rounds, target, verdict) => {
    expect(targetAdvice(rounds, target).verdict).toBe(verdict);
  });
});

describe('stopping at the budget', () => {
  it('when it is spent, to the last of it', () => {
    const verdict = (spent: number) => budgetAdvice({ spent, budget: 100, unit: 'EUR' }).verdict;
    expect([verdict(99.9), verdict(100)]).toEqual(['go-on', 'stop']);
    expect(budgetAdvice(null).verdict).toBe('unknown');
  });
});

describe('stopping for want of gain', () => {
  const points = [100, 200, 400, 800, 1600].map((labels) => ({
    ...{ labels, error: 0.1 + 2 * labels ** -0.5, variance: 1e-8, degrees: Infinity },
  }));
  const input = { curve: fitLearningCurve(points, 1), have: 1600, batch: 100, currency: 'EUR' };
  const verdict = (price: number | null, valuePerPoint: number | null, have = 1600) =>
    gainAdvice({ ...input, have, price, valuePerPoint }).verdict;

  it('when the next batch costs more than its gain is worth', () => {
    // 1,600 → 1,700 labels: 2 (1,600^−½ − 1,700^−½) = 0.149 points
    expect(verdict(50, 1000)).toBe('go-on');
    expect(verdict(50, 100)).toBe('stop');
  });

  it('without a worth, when 1,000 labels gain less than 0.2 points at that rate', () => {
    expect(verdict(null, null)).toBe('go-on');
    expect(verdict(null, null, 500_000)).toBe('stop');
    expect(gainAdvice({ ...input, curve: null, price: 1, valuePerPoint: 1 }).verdict).toBe('unknown');
  });
});

describe('stopping when models agree', () => {
  const pairs = (...kappas: number[]) =>
    agreementAdvice(kappas.map((kappa, index) => ({ round: index + 2, kappa, examples: 2000 }))).verdict;

  it('by the mean of the last three pairs', () => {
    expect(pairs(0.5, 0.97, 0.98, 0.96)).toBe('stop');
    expect(pairs(0.99, 0.96, 0.96, 0.98)).toBe('go-on');
    expect(pairs(0.99, 0.99)).toBe('unknown');
  });

  it.each(readReference<{ kappas: { left: number[]; right: number[]; kappa: number }[] }>('planning').kappas)(
    'by scikit-learn’s kappa: $kappa',
    ({ left, right, kappa }) => {
      expect(predictionKappa(left, right)).toBeCloseTo(kappa, 12);
    },
  );

  it('knows no kappa of nothing, and full agreement where there is one class only', () => {
    expect(predictionKappa([], [])).toBeNull();
    expect(predictionKappa([1, 1], [1, 1])).toBe(1);
  });
});

describe('stopping when nothing was gained', () => {
  const change = (onlyBefore: number, onlyNow: number) => ({ round: 1, onlyBefore, onlyNow });

  it('when none of three rounds got significantly better', () => {
    expect(noGainAdvice([change(5, 9), change(9, 5), change(0, 0)]).verdict).toBe('stop');
    expect(noGainAdvice([change(5, 30), change(9, 5), change(0, 0)]).verdict).toBe('go-on');
    // significantly worse is no gain; an old gain is forgotten
    expect(noGainAdvice([change(0, 90), change(30, 5), change(9, 5), change(0, 0)]).verdict).toBe('stop');
    expect(noGainAdvice([change(0, 0)]).verdict).toBe('unknown');
  });
});

describe('selection against random', () => {
  const verdict = (low: number, high: number) =>
    controlAdvice({ difference: { mean: (low + high) / 2, low, high }, labels: 300 });

  it('goes on only where choosing is shown to be better', () => {
    expect(verdict(-0.03, -0.01).verdict).toBe('go-on');
    expect(verdict(-0.03, 0.01)).toMatchObject({
      verdict: 'change',
      measured: expect.stringContaining('−1.00') as string,
    });
    expect(verdict(0.01, 0.03).reason).toContain('more error');
    expect(controlAdvice(null).verdict).toBe('unknown');
  });
});
