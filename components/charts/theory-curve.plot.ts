import * as Plot from '@observablehq/plot';
import { asChart, percent, type ChartFrame } from './chart-theme.plot';
import { baselineStyle, legendRow, legendWidth, seriesStyle, type SeriesStyle } from './series-mark.plot';

interface TheoryPoint {
  readonly fraction: number;
  readonly error: number;
}

interface SimulatedPoint {
  readonly fraction: number;
  readonly error: { readonly mean: number; readonly low: number; readonly high: number };
}

export interface TheoryCurve {
  /** its name on the chart */
  readonly label: string;
  /** random selection: drawn as what the others are measured against */
  readonly isRandom: boolean;
  readonly theory: readonly TheoryPoint[];
  /** empty while nothing was simulated */
  readonly simulated: readonly SimulatedPoint[];
}

export interface TheoryPanel {
  readonly curves: readonly TheoryCurve[];
  /** the theory's error with all of the pool */
  readonly fullPool: number;
  /** a fraction to point out */
  readonly marked?: number;
}

const LEGEND_ROW = 20;
/** Pixels between the intervals of two curves at one fraction, which would cover each other. */
const INTERVAL_GAP = 4;

/** Lines and dots fill the frame; intervals of few pools may leave it. */
function errorDomain({ curves, fullPool }: TheoryPanel): [number, number] {
  const errors = curves.flatMap(({ theory, simulated }) => [
    ...theory.map(({ error }) => error),
    ...simulated.map(({ error }) => error.mean),
  ]);
  const lowest = Math.min(fullPool, ...errors);
  const highest = Math.max(fullPool, ...errors);
  const span = highest - lowest || 0.01;
  return [Math.max(0, lowest - 0.1 * span), Math.min(1, highest + 0.04 * span)];
}

function curveMarks({ theory, simulated }: TheoryCurve, style: SeriesStyle, dx: number): Plot.Markish[] {
  return [
    Plot.lineY(theory, {
      x: 'fraction',
      y: 'error',
      stroke: style.color,
      strokeWidth: style.lineWidth,
      strokeDasharray: style.dash || undefined,
      strokeLinecap: 'butt',
    }),
    Plot.link(simulated, {
      x: 'fraction',
      y1: (point: SimulatedPoint) => point.error.low,
      y2: (point: SimulatedPoint) => point.error.high,
      stroke: style.color,
      strokeWidth: 1.5,
      strokeOpacity: 0.7,
      clip: true,
      dx,
    }),
    Plot.dot(simulated, {
      x: 'fraction',
      y: (point: SimulatedPoint) => point.error.mean,
      fill: style.color,
      symbol: style.symbol,
      r: 4.5,
      dx,
    }),
  ];
}

/**
 * Theory as lines, simulations as dots with 95 % intervals over pools, the error of the whole pool as a level.
 * The legend stands beside the lines, below them where the chart is narrow.
 */
export function theoryCurve(panel: TheoryPanel, frame: ChartFrame): SVGSVGElement {
  const { theme, width } = frame;
  let coloured = 0;
  let baselines = 0;
  const curves = panel.curves.map((curve) => ({
    curve,
    style: curve.isRandom ? baselineStyle(theme, baselines++) : seriesStyle(theme, coloured++),
  }));
  const labels = panel.curves.map(({ label }) => label);
  const beside = width >= 560;
  const chart = Plot.plot({
    document: frame.document,
    width,
    height: frame.height + (beside ? 0 : labels.length * LEGEND_ROW),
    marginLeft: 52,
    marginRight: beside ? legendWidth(labels) + 28 : 24,
    marginTop: 34,
    marginBottom: beside ? 46 : 54 + labels.length * LEGEND_ROW,
    x: {
      domain: [0, 1],
      ticks: [0, 0.2, 0.4, 0.6, 0.8, 1],
      tickFormat: (fraction: number) => percent(fraction),
      label: 'Fraction of the pool kept (% of its examples)',
      labelOffset: 40,
      labelAnchor: 'left',
      labelArrow: 'none',
    },
    y: {
      domain: errorDomain(panel),
      tickFormat: (error: number) => percent(error),
      label: 'Misclassification (%)',
      labelArrow: 'none',
    },
    marks: [
      Plot.gridY({ stroke: theme.grid, strokeOpacity: 1 }),
      ...(panel.marked === undefined
        ? []
        : [Plot.ruleX([panel.marked], { stroke: theme.muted, strokeWidth: 1, strokeDasharray: '2 3' })]),
      Plot.ruleY([panel.fullPool], { stroke: theme.text, strokeWidth: 1 }),
      Plot.text([panel.fullPool], {
        y: (value: number) => value,
        text: [`all of the pool: ${percent(panel.fullPool, 2)}`],
        frameAnchor: 'left',
        textAnchor: 'start',
        lineAnchor: 'top',
        dx: 4,
        dy: 5,
        fill: theme.text,
        stroke: theme.background === 'transparent' ? undefined : theme.background,
        strokeWidth: 3,
      }),
      ...curves.flatMap(({ curve, style }, index) =>
        curveMarks(curve, style, INTERVAL_GAP * (index - (curves.length - 1) / 2)),
      ),
      ...curves.flatMap(({ curve, style }, index) =>
        legendRow(style, curve.label, {
          anchor: beside ? 'top-right' : 'bottom-left',
          x: beside ? 22 : 0,
          y: (beside ? 8 : 58) + index * LEGEND_ROW,
          textColor: theme.text,
        }),
      ),
    ],
  });
  return asChart(chart, theme, `Misclassification against the fraction kept: ${labels.join(', ')}`);
}
