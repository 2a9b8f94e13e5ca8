import { describe, expect, it } from 'vitest';
import { labelsForTarget } from '@/lib/planning/labels-for-target';
import { reportOf } from '../../support/study-report';

const report = reportOf({
  random: { 0.1: [0.3, 0.3], 0.5: [0.2, 0.2], 1: [0.1, 0.1] },
  scheme: { 0.1: [0.1, 0.3], 0.5: [0.15, 0.15], 1: [0.1, 0.1] },
  fullPool: [0.1, 0.1],
});

describe('labels for a target error', () => {
  it('are the smallest measured point whose interval lies below it, with the surrogate’s labels', () => {
    const [random, scheme] = labelsForTarget(report, 0.2, 2);
    expect(random?.need).toEqual({ labels: 500, share: 500 / 1100, cost: 1000 });
    // at 10 % the mean is 20 %, but the interval reaches beyond it
    expect(scheme?.need).toEqual({ labels: 600, share: 600 / 1100, cost: 1200 });
  });

  it('count the surrogate’s labels once where they are part of each point', () => {
    const counted = { ...report, config: { ...report.config, seedLabelsCount: true } };
    expect(labelsForTarget(counted, 0.2, null)[1]?.need).toEqual({
      labels: 500,
      share: 500 / 1100,
      cost: null,
    });
  });

  it('are not guessed where no point reaches the target', () => {
    expect(labelsForTarget(report, 0.05, 1).map(({ need }) => need)).toEqual([null, null]);
  });

  it.each([0, 1, -0.1, Number.NaN])('are refused for the target %d', (target) => {
    expect(() => labelsForTarget(report, target, 1)).toThrow(/target error/);
  });
});
