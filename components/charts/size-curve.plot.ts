import * as Plot from '@observablehq/plot';
import { asChart, type ChartFrame } from './chart-theme.plot';
import { legendRow, withStyles, type SeriesStyle } from './series-mark.plot';

export interface SizeCurve {
  readonly label: string;
  /** what the others are measured against: neutral and dashed */
  readonly isBaseline: boolean;
  readonly points: readonly { readonly k: number; readonly value: number }[];
}

export interface SizeCurveInput {
  readonly curves: readonly SizeCurve[];
  /** of the vertical axis, with its unit */
  readonly label: string;
  readonly format: (value: number) => string;
  /** what the drawing is, for those who do not see it */
  readonly name: string;
}

const LEGEND_ROW = 20;
/** Symbols stand on every so many-th point, so that lines of many points stay lines. */
const SYMBOL_EVERY = 4;

/** Something of the k largest gradients against k, on a logarithmic axis; the legend stands below. */
export function sizeCurve(input: SizeCurveInput, frame: ChartFrame): SVGSVGElement {
  const { theme, width, height, document } = frame;
  const curves = withStyles(theme, input.curves, ({ isBaseline }) => isBaseline);
  const values = curves.flatMap(({ points }) => points.map(({ value }) => value));
  const chart = Plot.plot({
    document,
    width,
    height: height + curves.length * LEGEND_ROW,
    marginLeft: 56,
    marginRight: 24,
    marginTop: 34,
    marginBottom: 54 + curves.length * LEGEND_ROW,
    x: { type: 'log' },
    y: {
      domain: [0, Math.max(...values, 0) * 1.04 || 1],
      label: input.label,
      labelArrow: 'none',
      tickFormat: input.format,
    },
    marks: [
      Plot.axisX({
        ticks: Math.max(2, Math.floor(width / 130)),
        tickFormat: (k: number) => k.toLocaleString('en'),
        label: 'k, the examples with the largest gradients',
        labelOffset: 40,
        labelAnchor: 'left',
        labelArrow: 'none',
      }),
      Plot.gridY({ stroke: theme.grid, strokeOpacity: 1 }),
      ...curves.flatMap(({ points, style }) => curveMarks(points, style)),
      ...curves.flatMap(({ label, style }, index) =>
        legendRow(style, label, {
          anchor: 'bottom-left',
          x: 0,
          y: 62 + index * LEGEND_ROW,
          textColor: theme.text,
        }),
      ),
    ],
  });
  return asChart(chart, theme, input.name);
}

function curveMarks(points: SizeCurve['points'], style: SeriesStyle): Plot.Markish[] {
  return [
    Plot.line(points, {
      x: 'k',
      y: 'value',
      stroke: style.color,
      strokeWidth: style.lineWidth,
      strokeDasharray: style.dash || undefined,
      strokeLinecap: 'butt',
    }),
    Plot.dot(
      points.filter((_, index) => index % SYMBOL_EVERY === 0),
      { x: 'k', y: 'value', fill: style.color, symbol: style.symbol, r: 3.5 },
    ),
  ];
}
