import type { Interval } from '@/lib/contracts/model';
import type { StudyReport } from '@/lib/contracts/study-report';
import { curveLabel } from '@/lib/studies/curve-label';
import { standingOf } from '@/lib/studies/curve-ranges';

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
  readonly logLoss: Interval | null;
  readonly difference: Interval | null;
  /** share of repeats below random's error */
  readonly shareBetter: number | null;
  /** against random with as many labels in all */
  readonly equalLabels: Interval | null;
  readonly absentClasses: number;
  readonly labelEntropy: number;
}

/** All measured points, curve by curve. */
export function reportRows(report: Pick<StudyReport, 'curves'>): readonly ReportRow[] {
  const { curves } = report;
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
      logLoss: point.logLoss,
      difference: point.differenceFromRandom,
      shareBetter: point.shareBetter,
      equalLabels: point.equalLabels?.difference ?? null,
      absentClasses: point.absentClasses,
      labelEntropy: point.labelEntropy,
    }));
  });
}

/** Few repeats give intervals beyond what an error can be; cut to what it can, they cover it as often. */
function withinShares({ mean, low, high }: Interval): Interval {
  return { mean, low: Math.max(0, low), high: Math.min(1, high) };
}

/** "▼ 1.2 points lower (−1.6 to −0.8)": never by colour or arrow alone. */
export function describeDifference(difference: Interval): string {
  if (difference.low === 0 && difference.high === 0) return 'the same';
  const verdict = standingOf(difference);
  const range = `(${signedPoints(difference.low)} to ${signedPoints(difference.high)})`;
  const points = Math.abs(difference.mean * 100).toFixed(2);
  if (verdict === 'equal') return `within chance: ${signedPoints(difference.mean)} ${range}`;
  return verdict === 'better' ? `▼ ${points} lower ${range}` : `▲ ${points} higher ${range}`;
}

function signedPoints(difference: number): string {
  const text = Math.abs(difference * 100).toFixed(2);
  if (text === '0.00') return '0.00';
  return `${difference < 0 ? '−' : '+'}${text}`;
}
