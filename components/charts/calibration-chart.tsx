'use client';

import { useCallback } from 'react';
import type { TestMetrics } from '@/lib/contracts/model';
import { formatCount, formatPercent } from '../ui/format';
import { calibration } from './calibration.plot';
import { ChartTable } from './chart-table';
import type { ChartFrame } from './chart-theme.plot';
import { PlotFigure } from './plot-figure';

const HEIGHT = 340;

/** Confidence against how often it is right. */
export function CalibrationChart({
  calibration: measured,
}: {
  readonly calibration: TestMetrics['calibration'];
}) {
  const { bins, expectedCalibrationError } = measured;
  const draw = useCallback((frame: ChartFrame) => calibration(bins, frame), [bins]);
  const filled = bins.filter(({ examples }) => examples > 0);
  return (
    <PlotFigure
      draw={draw}
      height={HEIGHT}
      summary={`${direction(filled)} Its confidence is ${formatPercent(expectedCalibrationError)} off on average. On the dashed line it would be exactly as often right as it says.`}
      table={
        <ChartTable
          caption="Calibration"
          columns={['Confidence from', 'to', 'Examples', 'Mean confidence', 'Right']}
          rows={filled.map(({ low, high, examples, confidence, accuracy }) => [
            formatPercent(low, 0),
            formatPercent(high, 0),
            formatCount(examples),
            formatPercent(confidence),
            formatPercent(accuracy),
          ])}
        />
      }
    />
  );
}

/** Whether it is too sure or not sure enough, weighted by the examples of each bin. */
function direction(bins: TestMetrics['calibration']['bins']): string {
  const excess = bins.reduce((sum, bin) => sum + bin.examples * (bin.confidence - bin.accuracy), 0);
  const examples = bins.reduce((sum, bin) => sum + bin.examples, 0);
  const mean = examples > 0 ? excess / examples : 0;
  if (Math.abs(mean) < 0.005) return 'On the whole it is as sure as it should be.';
  return mean > 0
    ? 'On the whole it is too sure of itself.'
    : 'On the whole it is less sure than it could be.';
}
