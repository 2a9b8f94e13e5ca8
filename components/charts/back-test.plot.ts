import * as Plot from '@observablehq/plot';
import type { BackTest } from '@/lib/planning/back-test';
import { asChart, percent, type ChartFrame } from './chart-theme.plot';
import { levelMarks } from './level-mark.plot';

/** What each earlier plan said about the newest round's error, and that error as a line: hollow where it was missed. */
export function backTestChart({ now, rows }: BackTest, frame: ChartFrame): SVGSVGElement {
  const { theme, width, height, document } = frame;
  const color = theme.series[0] ?? theme.text;
  const missed = theme.series[1] ?? theme.text;
  const drawn = rows.map(({ madeAt, said, hit }) => ({ madeAt, ...said, hit }));
  const colorOf = ({ hit }: { hit: boolean }) => (hit ? color : missed);
  const chart = Plot.plot({
    document,
    width,
    height,
    marginLeft: 56,
    marginRight: 24,
    marginTop: 34,
    marginBottom: 46,
    x: {
      label: 'Round after which the plan was made',
      labelAnchor: 'left',
      labelArrow: 'none',
      inset: 28,
      ticks: Math.max(1, Math.min(rows.length, Math.floor(width / 60))),
      tickFormat: (round: number) => (Number.isInteger(round) ? `${round}` : ''),
    },
    y: {
      label: `Expected error of round ${now.round} (90 %)`,
      labelArrow: 'none',
      nice: true,
      tickFormat: (error: number) => percent(error),
    },
    marks: [
      Plot.gridY({ stroke: theme.grid, strokeOpacity: 1 }),
      ...levelMarks(now.error, `measured: ${percent(now.error)}`, theme),
      Plot.link(drawn, { x: 'madeAt', y1: 'low', y2: 'high', stroke: colorOf, strokeWidth: 2.5 }),
      Plot.dot(
        drawn.filter(({ hit }) => hit),
        { x: 'madeAt', y: 'median', fill: color, r: 4.5 },
      ),
      Plot.dot(
        drawn.filter(({ hit }) => !hit),
        { x: 'madeAt', y: 'median', stroke: missed, strokeWidth: 2, symbol: 'times', r: 5 },
      ),
    ],
  });
  return asChart(chart, theme, `What ${rows.length} earlier plans said about round ${now.round}`);
}
