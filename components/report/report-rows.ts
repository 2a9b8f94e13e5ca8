import type { Interval } from '@/lib/contracts/model';
import type { StudyReport } from '@/lib/contracts/study-report';
import { curveLabel } from '@/lib/studies/curve-label';
import { effectiveLabels } from '@/lib/studies/effective-labels';
import {
  comparisonsAtEqualLabels,
  comparisonsWithRandom,
  type Comparison,
  type Judgement,
} from '@/lib/studies/comparisons';

/** A point of a curve as a row of the table. */
export interface ReportRow {
  readonly key: string;
  readonly surrogate: string;
  readonly scheme: string;
  readonly fraction: number;
  readonly kept: number;
  /** all labels paid for it; null in old reports */
  readonly paid: number | null;
  readonly error: Interval;
  /** what the test examples leave to the error beside the repeats; null in old reports */
  readonly testHalfWidth: number | null;
  readonly logLoss: Interval | null;
  /** from random; null for random itself and where all is kept */
  readonly difference: Judgement | null;
  /** share of repeats below random's error */
  readonly shareBetter: number | null;
  /** against random with as many labels in all */
  readonly equalLabels: Judgement | null;
  readonly absentClasses: number;
  readonly labelEntropy: number;
  /** labels without weights that tell as much; null where there are no weights */
  readonly effectiveLabels: number | null;
}

/** All measured points, curve by curve. */
export function reportRows(report: Pick<StudyReport, 'curves'>): readonly ReportRow[] {
  const { curves } = report;
  const byPoint = (comparisons: readonly Comparison[]) =>
    new Map(comparisons.map((comparison) => [comparison.point, comparison]));
  const withRandom = byPoint(comparisonsWithRandom(report));
  const atEqualLabels = byPoint(comparisonsAtEqualLabels(report));
  return curves.flatMap((curve) => {
    const scheme = curveLabel({ surrogates: [], curves }, curve);
    return curve.points.map((point) => ({
      key: `${curve.surrogate}/${scheme}/${point.fraction}`,
      surrogate: curve.surrogate,
      scheme,
      fraction: point.fraction,
      kept: point.kept,
      paid: point.paid,
      error: withinShares(point.error),
      testHalfWidth: point.testHalfWidth,
      logLoss: point.logLoss,
      difference: withRandom.get(point) ?? null,
      shareBetter: point.shareBetter,
      equalLabels: atEqualLabels.get(point) ?? null,
      absentClasses: point.absentClasses,
      labelEntropy: point.labelEntropy,
      effectiveLabels: effectiveLabels(point),
    }));
  });
}

/** Few repeats give intervals beyond what an error can be; cut to what it can, they cover it as often. */
function withinShares({ mean, low, high }: Interval): Interval {
  return { mean, low: Math.max(0, low), high: Math.min(1, high) };
}

/** "▼ 1.20 lower (−1.60 to −0.80)": never by colour or arrow alone, and with an arrow only where it stands out. */
export function describeDifference({ interval, standing }: Judgement): string {
  const { mean, low, high } = interval;
  if (low === 0 && high === 0) return 'the same';
  if (low === high) return `${signedPoints(mean)} (one repeat)`;
  const range = `(${signedPoints(low)} to ${signedPoints(high)})`;
  const points = Math.abs(mean * 100).toFixed(2);
  if (standing === 'better') return `▼ ${points} lower ${range}`;
  if (standing === 'worse') return `▲ ${points} higher ${range}`;
  return `${standing === 'equal' ? 'as good' : 'not clear'}: ${signedPoints(mean)} ${range}`;
}

function signedPoints(difference: number): string {
  const text = Math.abs(difference * 100).toFixed(2);
  if (text === '0.00') return '0.00';
  return `${difference < 0 ? '−' : '+'}${text}`;
}
