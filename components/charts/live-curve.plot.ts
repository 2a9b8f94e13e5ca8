import * as Plot from '@observablehq/plot';
import { asChart, percent, type ChartFrame } from './chart-theme.plot';

export interface LiveCurvePoint {
  readonly labels: number;
  readonly error: number;
  readonly low: number;
  readonly high: number;
  /** what the point is, e.g. "seed" or "round 2: max-gradient" */
  readonly label: string;
}

/** Points at one place share one name: two batches that were labeled before either was retrained on. */
function pointNames(ordered: readonly LiveCurvePoint[]): LiveCurvePoint[] {
  const names = new Map<number, LiveCurvePoint>();
  for (const point of ordered) {
    const before = names.get(point.labels);
    const both = before && {
      ...point,
      label: `${before.label}, ${point.label}`,
      high: Math.max(before.high, point.high),
    };
    names.set(point.labels, both ?? point);
  }
  return [...names.values()];
}

/** Test error against the labels paid so far: one point for the seed and one a round, with Wilson's 95 % interval. */
export function liveCurve(points: readonly LiveCurvePoint[], frame: ChartFrame): SVGSVGElement {
  const { theme, width, height, document } = frame;
  const color = theme.series[0] ?? theme.text;
  const ordered = [...points].sort((left, right) => left.labels - right.labels);
  const chart = Plot.plot({
    document,
    width,
    height,
    marginLeft: 52,
    marginRight: 24,
    marginTop: 34,
    marginBottom: 46,
    x: {
      label: 'Labels of the final model',
      labelAnchor: 'left',
      labelArrow: 'none',
      inset: 28,
      ticks: Math.max(2, Math.floor(width / 110)),
      tickFormat: (labels: number) => (Number.isInteger(labels) ? labels.toLocaleString('en') : ''),
    },
    y: {
      label: 'Test error (% of the test examples)',
      labelArrow: 'none',
      nice: true,
      tickFormat: (error: number) => percent(error),
    },
    marks: [
      Plot.gridY({ stroke: theme.grid, strokeOpacity: 1 }),
      Plot.line(ordered, { x: 'labels', y: 'error', stroke: color, strokeWidth: 1.75 }),
      Plot.link(ordered, {
        x: 'labels',
        y1: 'low',
        y2: 'high',
        stroke: color,
        strokeWidth: 1.5,
        strokeOpacity: 0.7,
      }),
      Plot.dot(ordered, { x: 'labels', y: 'error', fill: color, r: 4.5 }),
      Plot.text(pointNames(ordered), {
        x: 'labels',
        y: 'high',
        text: 'label',
        dy: -8,
        lineAnchor: 'bottom',
        fill: theme.muted,
        textAnchor: ordered.length === 1 ? 'middle' : undefined,
      }),
    ],
  });
  return asChart(chart, theme, `Test error against labels, ${ordered.length} points`);
}
