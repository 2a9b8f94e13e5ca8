'use client';

import { useCallback } from 'react';
import type { LivePoint } from '@/lib/contracts/round';
import { formatCount, formatPercent, formatPercentRange } from '../ui/format';
import { ChartTable } from './chart-table';
import type { ChartFrame } from './chart-theme.plot';
import { liveCurve } from './live-curve.plot';
import { PlotFigure } from './plot-figure';

const HEIGHT = 380;

/** Test error against labels: a point for the seed and one a round. */
export function LiveCurveChart({ points }: { readonly points: readonly LivePoint[] }) {
  const draw = useCallback(
    (frame: ChartFrame) =>
      liveCurve(
        points.map((point) => ({ ...point, label: point.round === 0 ? 'seed' : `round ${point.round}` })),
        frame,
      ),
    [points],
  );
  return (
    <PlotFigure
      draw={draw}
      height={HEIGHT}
      summary={summaryOf(points)}
      table={
        <ChartTable
          caption="Live curve"
          columns={['Point', 'Labels', 'Test error', '95 % interval', 'Changed', 'Test examples']}
          rows={points.map((point) => [
            pointLabel(point),
            formatCount(point.labels),
            formatPercent(point.error),
            formatPercentRange(point),
            point.changes.join(', ') || '–',
            formatCount(point.testExamples),
          ])}
        />
      }
    />
  );
}

function pointLabel({ round, scheme }: LivePoint): string {
  if (round === 0) return 'seed';
  return scheme ? `round ${round}: ${scheme}` : `round ${round}`;
}

function summaryOf(points: readonly LivePoint[]): string {
  const ordered = [...points].sort((left, right) => left.labels - right.labels);
  const first = ordered.at(0);
  const last = ordered.at(-1);
  if (!first || !last) return '';
  const start = `${formatPercent(first.error)} wrong with ${formatCount(first.labels)} labels`;
  if (first === last) return `${start}. The next round adds a point.`;
  return `From ${start} to ${formatPercent(last.error)} with ${formatCount(last.labels)}.${testSetNote(ordered)}`;
}

/** Where the test examples or their labels are others, in words; points before and after it do not compare. */
function testSetNote(ordered: readonly LivePoint[]): string {
  const rounds = ordered.flatMap(({ round, testSet }, index) => {
    const before = ordered[index - 1]?.testSet ?? null;
    return before !== null && testSet !== null && testSet !== before ? [`round ${round}`] : [];
  });
  if (rounds.length === 0) return '';
  return ` The test split changed before ${rounds.join(', ')}: errors before and after do not compare.`;
}
