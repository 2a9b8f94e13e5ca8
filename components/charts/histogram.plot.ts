import * as Plot from '@observablehq/plot';
import { asChart, type ChartFrame } from './chart-theme.plot';

export interface HistogramInput {
  readonly bins: readonly { readonly low: number; readonly high: number; readonly examples: number }[];
  /** what is counted, with its unit: the axis' label */
  readonly label: string;
  /** a level to read off, e.g. the threshold of a selection */
  readonly mark?: { readonly value: number; readonly label: string } | null;
}

/** How many examples have which score, in bins of equal width. */
export function histogram(input: HistogramInput, frame: ChartFrame): SVGSVGElement {
  const { theme, width, height, document } = frame;
  const marks = input.mark ? [input.mark] : [];
  const chart = Plot.plot({
    document,
    width,
    height,
    marginLeft: 56,
    marginRight: 16,
    marginTop: 30,
    marginBottom: 44,
    x: {
      label: input.label,
      labelAnchor: 'left',
      labelArrow: 'none',
      ticks: Math.max(2, Math.floor(width / 90)),
    },
    y: { label: 'Examples', labelArrow: 'none', ticks: 4 },
    marks: [
      Plot.gridY({ stroke: theme.grid, strokeOpacity: 1, ticks: 4 }),
      Plot.rectY(input.bins, {
        x1: 'low',
        x2: 'high',
        y: 'examples',
        fill: theme.series[0],
        insetLeft: 0.5,
        insetRight: 0.5,
      }),
      Plot.ruleY([0], { stroke: theme.text }),
      Plot.ruleX(marks, { x: 'value', stroke: theme.text, strokeDasharray: '4 3' }),
      Plot.text(marks, { x: 'value', text: 'label', frameAnchor: 'top', dy: -10, fill: theme.text }),
    ],
  });
  return asChart(chart, theme, `Histogram of ${input.label}`);
}
