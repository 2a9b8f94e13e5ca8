'use client';

import { useCallback } from 'react';
import type { StudyReport } from '@/lib/contracts/study-report';
import { curveLabel } from '@/lib/studies/curve-label';
import { formatCount, formatPercent, formatPercentRange } from '../ui/format';
import { ChartTable } from './chart-table';
import type { ChartFrame } from './chart-theme.plot';
import { errorCurve } from './error-curve.plot';
import { PlotFigure } from './plot-figure';
import { studyCurve } from './study-curve.plot';

const HEIGHT = 460;

interface ErrorCurveChartProps {
  readonly report: StudyReport;
  /** of the axis of fractions; null = as in the report's files */
  readonly scale: 'linear' | 'log' | null;
  /** places of the curves that are left out */
  readonly hidden: ReadonlySet<number>;
  readonly summary: string;
}

/** Test error against the fraction kept: the same drawing as in report.html, curves.svg and curves.png. */
export function ErrorCurveChart({ report, scale, hidden, summary }: ErrorCurveChartProps) {
  const draw = useCallback(
    (frame: ChartFrame) => {
      const input = studyCurve(report);
      const curves = input.curves.map((curve, index) => ({ ...curve, hidden: hidden.has(index) }));
      return errorCurve({ ...input, curves, scale: scale ?? input.scale }, frame);
    },
    [report, scale, hidden],
  );
  return (
    <PlotFigure
      draw={draw}
      height={HEIGHT}
      summary={summary}
      table={
        <ChartTable
          caption="Test error against the fraction kept"
          columns={['Scheme', 'Fraction', 'Labels', 'Test error', '95 % interval']}
          rows={report.curves.flatMap((curve) =>
            curve.points.map((point) => [
              curveLabel(report, curve),
              formatPercent(point.fraction),
              formatCount(point.kept),
              formatPercent(point.error.mean),
              formatPercentRange(point.error),
            ]),
          )}
        />
      }
    />
  );
}
