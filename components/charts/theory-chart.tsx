'use client';

import { useCallback } from 'react';
import type { SyntheticReport } from '@/lib/contracts/synthetic';
import { nameOf } from '@/lib/synthetic/describe-theory';
import { formatPercent, formatPercentRange } from '../ui/format';
import { ChartTable } from './chart-table';
import type { ChartFrame } from './chart-theme.plot';
import { PlotFigure } from './plot-figure';
import { theoryCurve } from './theory-curve.plot';
import { theoryPanels } from './theory-panels.plot';

const HEIGHT = 440;

interface TheoryChartProps {
  /** of one label process and one ridge */
  readonly report: SyntheticReport;
  /** marked on the axis */
  readonly fraction: number;
}

/** Theory as lines, simulations as dots, and the same as a table. */
export function TheoryChart({ report, fraction }: TheoryChartProps) {
  const draw = useCallback(
    (frame: ChartFrame) => {
      const [panel] = theoryPanels(report);
      return theoryCurve({ curves: [], fullPool: 0, ...panel, marked: fraction }, frame);
    },
    [report, fraction],
  );
  const simulated = new Map(report.cells.map((cell) => [`${cell.exponent}/${cell.fraction}`, cell.error]));
  return (
    <PlotFigure
      draw={draw}
      height={HEIGHT}
      summary={
        report.config.theory === 'proportional'
          ? 'Lines: the limit in which pool and dimension grow together. Dots, once simulated: exact errors, means over pools with 95 % intervals.'
          : 'Lines: the limit of many examples a dimension, without ridge. Dots, once simulated: exact errors, means over pools with 95 % intervals.'
      }
      table={
        <ChartTable
          caption="Misclassification against the fraction kept"
          columns={['Selection', 'Kept', 'Theory', 'Simulated', '95 % interval']}
          rows={report.lines.flatMap(({ exponent, points }) =>
            points.map((point) => {
              const error = simulated.get(`${exponent}/${point.fraction}`);
              return [
                nameOf(exponent),
                formatPercent(point.fraction, 0),
                formatPercent(point.error),
                error ? formatPercent(error.mean) : '–',
                error ? formatPercentRange(error) : '–',
              ];
            }),
          )}
        />
      }
    />
  );
}
