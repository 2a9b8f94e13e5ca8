import * as Plot from '@observablehq/plot';
import { asChart, percent, type ChartFrame } from './chart-theme.plot';
import type { ErrorPoint } from './error-curve.plot';
import { placeLegend } from './legend.plot';
import { levelMarks } from './level-mark.plot';
import { withStyles, type SeriesStyle } from './series-mark.plot';

interface TheoryPoint {
  readonly fraction: number;
  readonly error: number;
}

export interface TheoryCurve {
  /** its name on the chart */
  readonly label: string;
  /** random selection: drawn as what the others are measured against */
  readonly isRandom: boolean;
  readonly theory: readonly TheoryPoint[];
  /** empty while nothing was simulated */
  readonly simulated: readonly ErrorPoint[];
}

export interface TheoryPanel {
  readonly curves: readonly TheoryCurve[];
  /** the theory's error with all of the pool */
  readonly fullPool: number;
  /** a fraction to point out */
  readonly marked?: number;
}

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
      y1: (point: ErrorPoint) => point.error.low,
      y2: (point: ErrorPoint) => point.error.high,
      stroke: style.color,
      strokeWidth: 1.5,
      strokeOpacity: 0.7,
      clip: true,
      dx,
    }),
    Plot.dot(simulated, {
      x: 'fraction',
      y: (point: ErrorPoint) => point.error.mean,
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
  const curves = withStyles(theme, panel.curves, ({ isRandom }) => isRandom);
  const legend = placeLegend(curves, frame);
  const chart = Plot.plot({
    document: frame.document,
    width,
    ...legend.room,
    marginLeft: 52,
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
      ...levelMarks(panel.fullPool, `all of the pool: ${percent(panel.fullPool, 2)}`, theme),
      ...curves.flatMap((curve, index) =>
        curveMarks(curve, curve.style, INTERVAL_GAP * (index - (curves.length - 1) / 2)),
      ),
      ...legend.marks,
    ],
  });
  return asChart(
    chart,
    theme,
    `Misclassification against the fraction kept: ${curves.map(({ label }) => label).join(', ')}`,
  );
}
