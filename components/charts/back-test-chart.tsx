'use client';

import { useCallback } from 'react';
import type { BackTest } from '@/lib/planning/back-test';
import { formatCount, formatPercent, formatPercentRange } from '../ui/format';
import { backTestChart } from './back-test.plot';
import { ChartTable } from './chart-table';
import type { ChartFrame } from './chart-theme.plot';
import { PlotFigure } from './plot-figure';

const HEIGHT = 280;

/** What each earlier plan said about the newest round, and what was measured then. */
export function BackTestChart({ backTest }: { readonly backTest: BackTest }) {
  const draw = useCallback((frame: ChartFrame) => backTestChart(backTest, frame), [backTest]);
  const { now, rows } = backTest;
  return (
    <PlotFigure
      draw={draw}
      height={HEIGHT}
      summary="Each bar is the 90 % interval of a plan made after that round; a cross in place of a dot: the measured error lies outside."
      table={
        <ChartTable
          caption="Earlier plans"
          columns={[
            'Plan made after',
            'Labels then',
            'Expected then',
            '90 % interval',
            'Measured now',
            'Result',
          ]}
          rows={rows.map(({ madeAt, labels, said, hit }) => [
            madeAt === 0 ? 'the seed' : `round ${madeAt}`,
            formatCount(labels),
            formatPercent(said.median),
            formatPercentRange(said),
            formatPercent(now.error),
            hit ? 'hit' : 'miss',
          ])}
        />
      }
    />
  );
}
