'use client';

import { useCallback } from 'react';
import type { ScoreDistribution } from '@/lib/contracts/model';
import { formatCount, formatNumber } from '../ui/format';
import { ChartTable } from './chart-table';
import type { ChartFrame } from './chart-theme.plot';
import { histogram } from './histogram.plot';
import { PlotFigure } from './plot-figure';

const HEIGHT = 280;

interface HistogramChartProps {
  readonly distribution: ScoreDistribution;
  /** the score's title: the axis' label */
  readonly title: string;
}

/** How a score is distributed over the pool. */
export function HistogramChart({ distribution, title }: HistogramChartProps) {
  const { bins, examples, minimum, median, maximum } = distribution;
  const draw = useCallback(
    (frame: ChartFrame) => histogram({ bins, label: title, mark: { value: median, label: 'median' } }, frame),
    [bins, title, median],
  );
  return (
    <PlotFigure
      draw={draw}
      height={HEIGHT}
      summary={`${formatCount(examples)} pool examples between ${formatNumber(minimum)} and ${formatNumber(maximum)}; half of them lie above ${formatNumber(median)}.`}
      table={
        <ChartTable
          caption={`Distribution of ${title}`}
          columns={['From', 'to', 'Examples']}
          rows={bins.map((bin) => [formatNumber(bin.low), formatNumber(bin.high), formatCount(bin.examples)])}
        />
      }
    />
  );
}
