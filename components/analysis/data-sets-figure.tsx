'use client';

import { useCallback, useMemo } from 'react';
import { useQuery } from '@tanstack/react-query';
import type { AnalysisReport } from '@/lib/contracts/analysis';
import { useTRPC } from '../api/client';
import { ChartTable } from '../charts/chart-table';
import type { ChartFrame } from '../charts/chart-theme.plot';
import { dataSetsChart } from '../charts/data-sets.plot';
import { PlotFigure } from '../charts/plot-figure';
import { formatCount, formatNumber } from '../ui/format';
import { Section } from '../ui/section';

const HEIGHT = 360;

interface DataSetsFigureProps {
  readonly projectId: string;
  readonly report: AnalysisReport;
}

/** This data set among those of the user's other projects. */
export function DataSetsFigure({ projectId, report }: DataSetsFigureProps) {
  const trpc = useTRPC();
  const query = useQuery(trpc.analyses.dataSets.queryOptions({ projectId }));
  const { simplicity, redundancy } = report;
  const points = useMemo(
    () => [
      { label: 'this data set', simplicity, redundancy, isOwn: true },
      ...(query.data ?? [])
        .filter((dataSet) => dataSet.projectId !== projectId)
        .map(({ name, ...numbers }) => ({ label: name, ...numbers, isOwn: false })),
    ],
    [query.data, projectId, simplicity, redundancy],
  );
  const draw = useCallback((frame: ChartFrame) => dataSetsChart(points, frame), [points]);
  const others = points.length - 1;
  return (
    <Section
      title="Among data sets"
      description="Simple and redundant data need few labels: random selection is hard to beat only where neither holds. The newest analysis of each of your projects."
    >
      <PlotFigure
        draw={draw}
        height={HEIGHT}
        summary={
          others === 0
            ? 'No other project has an analysis yet.'
            : `Beside ${formatCount(others)} other ${others === 1 ? 'project' : 'projects'}.`
        }
        table={
          <ChartTable
            caption="Simplicity and redundancy"
            columns={['Data set', 'Simplicity', 'Redundancy']}
            rows={points.map((point) => [
              point.label,
              formatNumber(point.simplicity),
              formatNumber(point.redundancy),
            ])}
          />
        }
      />
    </Section>
  );
}
