import * as Plot from '@observablehq/plot';
import { asChart, percent, type ChartFrame } from './chart-theme.plot';
import { placeLegend } from './legend.plot';
import { levelMarks } from './level-mark.plot';
import { withStyles, type SeriesStyle } from './series-mark.plot';

export interface ErrorPoint {
  /** where the point stands on the axis: a share of the pool */
  readonly fraction: number;
  readonly error: { readonly mean: number; readonly low: number; readonly high: number };
}

export interface ErrorCurve {
  /** its name on the chart */
  readonly label: string;
  /** random selection: drawn as what the others are measured against */
  readonly isRandom: boolean;
  readonly points: readonly ErrorPoint[];
  /** left out; the others keep their styles */
  readonly hidden?: boolean;
}

export interface ErrorCurveInput {
  readonly curves: readonly ErrorCurve[];
  /** null where it was left out */
  readonly fullPool: { readonly error: { readonly mean: number } } | null;
  /** of the axis of fractions; `log` spreads the small ones */
  readonly scale: 'linear' | 'log';
  /** test error against the fraction kept unless given */
  readonly axes?: ErrorAxes;
}

export interface ErrorAxes {
  readonly xLabel: string;
  readonly yLabel: string;
  /** an error is a share, shown as per cent; a log-loss is not */
  readonly formatError: (value: number, digits?: number) => string;
  /** the error ends here: 1 for a share */
  readonly mostError: number;
}

export const ERROR_AXES: ErrorAxes = {
  xLabel: 'Fraction of the pool kept (% of its examples)',
  yLabel: 'Test error (% of the test examples)',
  formatError: percent,
  mostError: 1,
};

interface DrawnCurve extends ErrorCurve {
  readonly style: SeriesStyle;
}

/** Ticks at the measured fractions, without those that would touch their left neighbour. */
function fractionTicks(fractions: readonly number[], scale: 'linear' | 'log', width: number): number[] {
  const place = scale === 'log' ? Math.log : (fraction: number) => fraction;
  const first = place(Math.min(...fractions));
  const span = place(Math.max(...fractions)) - first || 1;
  let last = -Infinity;
  return [...fractions]
    .sort((left, right) => right - left)
    .filter((fraction) => {
      const pixel = -((place(fraction) - first) / span) * width;
      if (pixel - last < 46) return false;
      last = pixel;
      return true;
    });
}

/** From the lowest to the highest end of an interval, with room below for the name of the full pool's level. */
function errorDomain(
  curves: readonly ErrorCurve[],
  levels: readonly number[],
  mostError: number,
): [number, number] {
  const intervals = curves.flatMap(({ points }) => points.map(({ error }) => error));
  const lowest = Math.min(...levels, ...intervals.map(({ low }) => low));
  const highest = Math.max(...levels, ...intervals.map(({ high }) => high));
  const span = highest - lowest || 0.01;
  return [Math.max(0, lowest - 0.08 * span), Math.min(mostError, highest + 0.02 * span)];
}

function curveMarks({ points, style }: DrawnCurve): Plot.Markish[] {
  return [
    Plot.lineY(points, {
      x: 'fraction',
      y: (point: ErrorPoint) => point.error.mean,
      stroke: style.color,
      strokeWidth: style.lineWidth,
      strokeDasharray: style.dash || undefined,
      strokeLinecap: 'butt',
    }),
    Plot.dot(points, {
      x: 'fraction',
      y: (point: ErrorPoint) => point.error.mean,
      fill: style.color,
      symbol: style.symbol,
      r: 4,
    }),
  ];
}

function bandMark({ points, style }: DrawnCurve, mostError: number): Plot.Markish {
  return Plot.areaY(points, {
    x: 'fraction',
    y1: (point: ErrorPoint) => Math.max(0, point.error.low),
    y2: (point: ErrorPoint) => Math.min(mostError, point.error.high),
    fill: style.color,
    fillOpacity: 0.13,
  });
}

/**
 * Test error against the fraction of the pool kept: one line a strategy with its 95 % band, random as the thick dashed
 * line that the others are measured against, and the error of the full pool as a level. The legend stands beside the
 * lines, below them where the chart is narrow.
 */
export function errorCurve(input: ErrorCurveInput, frame: ChartFrame): SVGSVGElement {
  const { theme, width } = frame;
  const { xLabel, yLabel, formatError, mostError } = input.axes ?? ERROR_AXES;
  const styled = withStyles(theme, input.curves, ({ isRandom }) => isRandom);
  const curves = styled.filter(({ hidden }) => !hidden);
  const named = [...curves].sort((left, right) => Number(right.isRandom) - Number(left.isRandom));
  const legend = placeLegend(named, frame);
  const marginLeft = 52;
  const fractions = [...new Set(curves.flatMap(({ points }) => points.map(({ fraction }) => fraction)))];
  const levels = input.fullPool ? [input.fullPool.error.mean] : [];

  const chart = Plot.plot({
    document: frame.document,
    width,
    ...legend.room,
    marginLeft,
    x: {
      type: input.scale === 'log' && fractions.length > 1 ? 'log' : 'linear',
    },
    y: {
      domain: errorDomain(curves, levels, mostError),
      tickFormat: (error: number) => formatError(error),
      label: yLabel,
      labelArrow: 'none',
    },
    marks: [
      // a text channel, because a log axis leaves out the labels of some ticks otherwise
      Plot.axisX(fractionTicks(fractions, input.scale, width - marginLeft - legend.room.marginRight), {
        text: (fraction: number) => percent(fraction),
        label: xLabel,
        labelOffset: 40,
        labelAnchor: 'left',
        labelArrow: 'none',
      }),
      Plot.gridY({ stroke: theme.grid, strokeOpacity: 1 }),
      ...curves.map((curve) => bandMark(curve, mostError)),
      ...levels.flatMap((error) => levelMarks(error, `full pool: ${formatError(error, 2)}`, theme)),
      ...[...curves]
        .sort((left, right) => Number(left.isRandom) - Number(right.isRandom))
        .flatMap(curveMarks),
      ...legend.marks,
    ],
  });
  return asChart(chart, theme, `${yLabel} against ${xLabel}: ${named.map(({ label }) => label).join(', ')}`);
}
