import * as Plot from '@observablehq/plot';
import type { FittedCurve } from '@/lib/planning/plan';
import { asChart, percent, type ChartFrame } from './chart-theme.plot';
import { placeLegend } from './legend.plot';
import { levelMarks } from './level-mark.plot';
import { withStyles, type SeriesStyle } from './series-mark.plot';

export interface ForecastInput {
  readonly chosen: FittedCurve;
  readonly random: FittedCurve | null;
  readonly targetError: number | null;
}

interface DrawnForecast {
  readonly label: string;
  readonly isRandom: boolean;
  readonly curve: FittedCurve;
  readonly style: SeriesStyle;
}

/** Above this range of labels a linear axis crowds what was measured at its left end. */
const LOG_ABOVE = 20;
/** Of more points, intervals would hide the curve. */
const MANY_POINTS = 40;

/** Measured errors, the fitted curves with their 90 % bands, and the target: random as the dashed baseline. */
export function forecastChart(
  { chosen, random, targetError }: ForecastInput,
  frame: ChartFrame,
): SVGSVGElement {
  const { theme, width, document } = frame;
  const named = [
    { label: chosen.title, isRandom: false, curve: chosen },
    ...(random ? [{ label: random.title, isRandom: true, curve: random }] : []),
  ];
  const drawn: DrawnForecast[] = withStyles(theme, named, ({ isRandom }) => isRandom);
  const band = named.flatMap(({ curve }) => curve.band);
  const labels = band.map((point) => point.labels);
  const isWide = Math.max(...labels) / Math.min(...labels) > LOG_ABOVE;
  const legend = placeLegend(drawn, frame);
  const chart = Plot.plot({
    document,
    width,
    ...legend.room,
    marginLeft: 56,
    x: {
      type: isWide ? 'log' : 'linear',
      label: 'Labels that train the model',
      labelAnchor: 'left',
      labelArrow: 'none',
      ticks: Math.max(2, Math.floor(width / 140)),
      tickFormat: (count: number) => count.toLocaleString('en'),
    },
    y: {
      domain: errorDomain(
        named.map(({ curve }) => curve),
        targetError,
      ),
      clamp: true,
      label: 'Test error (% of the test examples)',
      labelArrow: 'none',
      nice: true,
      tickFormat: (error: number) => percent(error),
    },
    marks: [
      Plot.gridY({ stroke: theme.grid, strokeOpacity: 1 }),
      ...[...drawn].reverse().flatMap(curveMarks),
      ...(targetError === null ? [] : levelMarks(targetError, `target ${percent(targetError)}`, theme)),
      ...legend.marks,
    ],
  });
  return asChart(chart, theme, 'Test error against labels: measured, fitted and expected');
}

function curveMarks({ curve, style }: DrawnForecast): Plot.Markish[] {
  const isCrowded = curve.points.length > MANY_POINTS;
  return [
    Plot.areaY(curve.band, { x: 'labels', y1: 'low', y2: 'high', fill: style.color, fillOpacity: 0.14 }),
    Plot.line(curve.band, {
      x: 'labels',
      y: 'median',
      stroke: style.color,
      strokeWidth: style.lineWidth,
      strokeDasharray: style.dash || undefined,
      strokeLinecap: 'butt',
    }),
    ...(isCrowded
      ? []
      : [
          Plot.link(curve.points, {
            x: 'labels',
            y1: 'low',
            y2: 'high',
            stroke: style.color,
            strokeOpacity: 0.7,
          }),
        ]),
    Plot.dot(curve.points, {
      x: 'labels',
      y: 'error',
      fill: style.color,
      symbol: style.symbol,
      r: isCrowded ? 2 : 4,
    }),
  ];
}

/** From below what is expected to above what was measured; bands that reach further are cut off. */
function errorDomain(curves: readonly FittedCurve[], targetError: number | null): [number, number] {
  const high = Math.max(...curves.flatMap(({ points }) => points.map((point) => point.high)));
  const low = Math.min(
    targetError ?? Infinity,
    ...curves.flatMap(({ points, band }) => [...points, ...band].map((point) => point.low)),
  );
  const span = high - low || 0.01;
  return [Math.max(0, low - 0.1 * span), Math.min(1, high + 0.04 * span)];
}
