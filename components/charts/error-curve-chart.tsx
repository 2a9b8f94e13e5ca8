'use client';

import { useCallback } from 'react';
import type { StudyReport } from '@/lib/contracts/study-report';
import { curveLabel } from '@/lib/studies/curve-label';
import { formatCount, formatNumber, formatPercent, formatPercentRange } from '../ui/format';
import { ChartTable } from './chart-table';
import type { ChartFrame } from './chart-theme.plot';
import { errorCurve } from './error-curve.plot';
import { PlotFigure } from './plot-figure';
import { studyCurve, type StudyCurveView } from './study-curve.plot';

const HEIGHT = 460;

interface ErrorCurveChartProps {
  readonly report: StudyReport;
  readonly view: StudyCurveView;
  /** of the axis of fractions; null = as in the report's files */
  readonly scale: 'linear' | 'log' | null;
  /** places of the curves that are left out */
  readonly hidden: ReadonlySet<number>;
  readonly summary: string;
}

/** Test error against the fraction kept: the same drawing as in report.html, curves.svg and curves.png. */
export function ErrorCurveChart({ report, view, scale, hidden, summary }: ErrorCurveChartProps) {
  const draw = useCallback(
    (frame: ChartFrame) => {
      const input = studyCurve(report, view);
      const curves = input.curves.map((curve, index) => ({ ...curve, hidden: hidden.has(index) }));
      return errorCurve({ ...input, curves, scale: scale ?? input.scale }, frame);
    },
    [report, view, scale, hidden],
  );
  return (
    <PlotFigure
      draw={draw}
      height={HEIGHT}
      summary={summary}
      table={
        <ChartTable
          caption="Test error against the fraction kept"
          columns={['Scheme', 'Fraction', 'Labels', 'All paid', 'Test error', '95 % interval', 'Log-loss']}
          rows={report.curves.flatMap((curve) =>
            curve.points.map((point) => [
              curveLabel(report, curve),
              formatPercent(point.fraction),
              formatCount(point.kept),
              point.paid === null ? '–' : formatCount(point.paid),
              formatPercent(point.error.mean),
              formatPercentRange(point.error),
              point.logLoss ? formatNumber(point.logLoss.mean) : '–',
            ]),
          )}
        />
      }
    />
  );
}
