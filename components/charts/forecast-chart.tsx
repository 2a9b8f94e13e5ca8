'use client';

import { useCallback } from 'react';
import type { PlanView } from '@/lib/contracts/plan';
import { formatCount, formatPercent, formatPercentRange } from '../ui/format';
import { ChartTable } from './chart-table';
import type { ChartFrame } from './chart-theme.plot';
import { forecastChart } from './forecast.plot';
import { PlotFigure } from './plot-figure';

const HEIGHT = 400;
/** Of the band's points, the table has every so many-th. */
const TABLE_STEP = 8;

/** Measured errors with the fitted curves, their 90 % bands and the target. */
export function ForecastChart({ plan }: { readonly plan: PlanView }) {
  const draw = useCallback((frame: ChartFrame) => forecastChart(plan, frame), [plan]);
  const curves = [plan.chosen, ...(plan.random ? [plan.random] : [])];
  return (
    <PlotFigure
      draw={draw}
      height={HEIGHT}
      summary="Points are measured, lines fitted; bands hold 90 % of what will be measured. Where a band is wide, the measured points do not tell."
      table={
        <ChartTable
          caption="Measured and expected errors"
          columns={['Curve', 'Labels', 'Test error', '90 % interval']}
          rows={curves.flatMap(({ title, points, band }) => [
            ...points.map((point) => [
              `${title}, measured`,
              formatCount(point.labels),
              formatPercent(point.error),
              formatPercentRange(point),
            ]),
            ...band
              .filter((_, index) => index % TABLE_STEP === TABLE_STEP - 1)
              .map((point) => [
                `${title}, expected`,
                formatCount(point.labels),
                formatPercent(point.median),
                formatPercentRange(point),
              ]),
          ])}
        />
      }
    />
  );
}
