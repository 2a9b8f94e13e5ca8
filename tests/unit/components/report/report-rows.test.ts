import { describe, expect, it } from 'vitest';
import { describeDifference, reportRows } from '@/components/report/report-rows';
import { studyReportSchema } from '@/lib/contracts/study-report';
import { standingOf } from '@/lib/studies/curve-ranges';
import { reportOf } from '../../../support/study-report';

const interval = (mean: number, halfWidth: number) => ({
  mean,
  low: mean - halfWidth,
  high: mean + halfWidth,
});

describe('the difference from random', () => {
  it('is better or worse only where its interval leaves zero out', () => {
    expect(standingOf(interval(-0.012, 0.004))).toBe('better');
    expect(standingOf(interval(0.012, 0.004))).toBe('worse');
    expect(standingOf(interval(-0.003, 0.004))).toBe('equal');
    expect(standingOf({ mean: -0.002, low: -0.004, high: 0 })).toBe('equal');
  });

  it('is said in words with its interval', () => {
    expect(describeDifference(interval(-0.012, 0.004))).toBe('▼ 1.20 lower (−1.60 to −0.80)');
    expect(describeDifference(interval(0.012, 0.004))).toBe('▲ 1.20 higher (+0.80 to +1.60)');
    expect(describeDifference(interval(-0.003, 0.004))).toBe('within chance: −0.30 (−0.70 to +0.10)');
    expect(describeDifference(interval(0, 0))).toBe('the same');
  });
});

describe('reportRows', () => {
  it('cuts an interval to what an error can be', () => {
    const point = {
      fraction: 0.1,
      kept: 10,
      error: { mean: 0.5, low: -0.38, high: 1.38 },
      repeats: [0.4, 0.6],
      ridges: [1, 1],
      differenceFromRandom: null,
      labelEntropy: 1,
    };
    const report = reportOf({ random: { 0.1: [0.2] }, scheme: { 0.1: [0.2] }, fullPool: [0.1] });
    const [random] = report.curves;
    if (!random) throw new Error('random is always there');
    const parsed = studyReportSchema.parse({ ...report, curves: [{ ...random, points: [point] }] });
    expect(reportRows(parsed)[0]?.error).toEqual({ mean: 0.5, low: 0, high: 1 });
  });
});
