import * as Plot from '@observablehq/plot';
import { asChart, type ChartFrame } from './chart-theme.plot';
import { legendRow, seriesStyle } from './series-mark.plot';

export interface MinibatchSeries {
  readonly label: string;
  readonly points: readonly { readonly sumOfNorms: number; readonly normOfSum: number }[];
}

const LEGEND_ROW = 20;

/** Sum of the gradient norms of minibatches against the norm of their sum: a dot a minibatch, a colour and a symbol a model. */
export function minibatchNormsChart(series: readonly MinibatchSeries[], frame: ChartFrame): SVGSVGElement {
  const { theme, width, height, document } = frame;
  const styled = series.map((one, index) => ({ ...one, style: seriesStyle(theme, index) }));
  const chart = Plot.plot({
    document,
    width,
    height: height + series.length * LEGEND_ROW,
    marginLeft: 56,
    marginRight: 24,
    marginTop: 34,
    marginBottom: 54 + series.length * LEGEND_ROW,
    x: { nice: true, ticks: Math.max(2, Math.floor(width / 130)) },
    y: { nice: true, label: 'Norm of the sum of the gradients', labelArrow: 'none' },
    marks: [
      Plot.axisX({
        label: 'Sum of the norms of the gradients',
        labelOffset: 40,
        labelAnchor: 'left',
        labelArrow: 'none',
        ticks: Math.max(2, Math.floor(width / 130)),
      }),
      Plot.gridY({ stroke: theme.grid, strokeOpacity: 1 }),
      ...styled.map(({ points, style }) =>
        Plot.dot(points, {
          x: 'sumOfNorms',
          y: 'normOfSum',
          stroke: style.color,
          strokeWidth: 1.25,
          symbol: style.symbol,
          r: 3.5,
        }),
      ),
      ...styled.flatMap(({ label, style }, index) =>
        legendRow({ ...style, dash: '', lineWidth: 0 }, label, {
          anchor: 'bottom-left',
          x: -10,
          y: 62 + index * LEGEND_ROW,
          textColor: theme.text,
        }),
      ),
    ],
  });
  return asChart(chart, theme, `Norms of minibatches, ${series.length} models`);
}
