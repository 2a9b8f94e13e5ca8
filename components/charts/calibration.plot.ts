import * as Plot from '@observablehq/plot';
import { asChart, percent, type ChartFrame } from './chart-theme.plot';

export interface CalibrationBin {
  readonly low: number;
  readonly high: number;
  readonly examples: number;
  readonly confidence: number;
  readonly accuracy: number;
}

/**
 * How often predictions of some confidence are right. On the diagonal a model's confidence can be taken at its word;
 * below it the model is too sure. The dots' areas are the examples of each bin.
 */
export function calibration(bins: readonly CalibrationBin[], frame: ChartFrame): SVGSVGElement {
  const { theme, width, height, document } = frame;
  const filled = bins.filter(({ examples }) => examples > 0);
  const color = theme.series[0] ?? theme.text;
  const axis = {
    domain: [0, 1],
    ticks: [0, 0.25, 0.5, 0.75, 1],
    tickFormat: (share: number) => percent(share),
  };
  const chart = Plot.plot({
    document,
    width,
    height,
    marginLeft: 56,
    marginRight: 24,
    marginTop: 34,
    marginBottom: 46,
    x: { ...axis, label: 'Confidence of the prediction (%)', labelAnchor: 'left', labelArrow: 'none' },
    y: { ...axis, label: 'Predictions that are right (%)', labelArrow: 'none' },
    r: { range: [0, 14] },
    marks: [
      Plot.gridY({ stroke: theme.grid, strokeOpacity: 1, ticks: axis.ticks }),
      Plot.link([0], { x1: 0, y1: 0, x2: 1, y2: 1, stroke: theme.muted, strokeDasharray: '6 4' }),
      Plot.line(filled, { x: 'confidence', y: 'accuracy', stroke: color, strokeWidth: 1.5 }),
      Plot.dot(filled, { x: 'confidence', y: 'accuracy', r: 'examples', fill: color, fillOpacity: 0.65 }),
    ],
  });
  return asChart(chart, theme, `Calibration over ${filled.length} bins of confidence`);
}
