import { describe, expect, it } from 'vitest';
import { describeDifference, reportRows } from '@/components/report/report-rows';
import { studyReportSchema } from '@/lib/contracts/study-report';
import { judge } from '@/lib/studies/comparisons';
import { reportOf } from '../../../support/study-report';

const interval = (mean: number, halfWidth: number) => ({
  mean,
  low: mean - halfWidth,
  high: mean + halfWidth,
});

/** Of ten repeats, alone or among others. */
const judged = (mean: number, halfWidth: number, among = 1) =>
  judge({ ...interval(mean, halfWidth), testHalfWidth: 0 }, 10, among);

describe('the difference from random', () => {
  it('is better or worse only where it stands out among all', () => {
    expect(judged(-0.012, 0.004).standing).toBe('better');
    expect(judged(0.012, 0.004).standing).toBe('worse');
    expect(judged(-0.005, 0.004).standing).toBe('better');
    expect(judged(-0.005, 0.004, 100).standing).toBe('unclear');
    expect(judged(-0.001, 0.003).standing).toBe('equal');
    expect(judged(-0.003, 0.004).standing).toBe('unclear');
  });

  it('is said in words with its interval', () => {
    expect(describeDifference(judged(-0.012, 0.004))).toBe('▼ 1.20 lower (−1.60 to −0.80)');
    expect(describeDifference(judged(0.012, 0.004))).toBe('▲ 1.20 higher (+0.80 to +1.60)');
    expect(describeDifference(judged(-0.003, 0.004))).toBe('not clear: −0.30 (−0.70 to +0.10)');
    expect(describeDifference(judged(-0.001, 0.003))).toBe('as good: −0.10 (−0.40 to +0.20)');
    expect(describeDifference(judged(0, 0))).toBe('the same');
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
