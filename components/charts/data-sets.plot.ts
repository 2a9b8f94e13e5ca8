import * as Plot from '@observablehq/plot';
import { asChart, type ChartFrame } from './chart-theme.plot';
import { baselineStyle, seriesStyle } from './series-mark.plot';

export interface DataSetPoint {
  readonly label: string;
  readonly simplicity: number;
  readonly redundancy: number;
  /** the one that the page is about */
  readonly isOwn: boolean;
}

/** Data sets by simplicity and redundancy, both from 0 to 1; the page's own is filled and named in full colour. */
export function dataSetsChart(points: readonly DataSetPoint[], frame: ChartFrame): SVGSVGElement {
  const { theme, width, height, document } = frame;
  const own = seriesStyle(theme, 0);
  const other = baselineStyle(theme, 0);
  const marksOf = (isOwn: boolean): Plot.Markish[] => {
    const part = points.filter((point) => point.isOwn === isOwn);
    const style = isOwn ? own : other;
    const place = { x: 'redundancy', y: 'simplicity' } as const;
    return [
      Plot.dot(part, {
        ...place,
        fill: style.color,
        symbol: isOwn ? 'circle' : 'diamond',
        r: isOwn ? 6 : 4.5,
      }),
      ...[true, false].map((isRight) =>
        Plot.text(
          part.filter(({ redundancy }) => redundancy > 0.6 === isRight),
          {
            ...place,
            text: 'label',
            dx: isRight ? -10 : 10,
            textAnchor: isRight ? 'end' : 'start',
            fill: isOwn ? theme.text : theme.muted,
            fontWeight: isOwn ? 600 : undefined,
          },
        ),
      ),
    ];
  };
  const chart = Plot.plot({
    document,
    width,
    height,
    marginLeft: 48,
    marginRight: 24,
    marginTop: 34,
    marginBottom: 46,
    x: {
      domain: [0, 1],
      label: 'Redundancy: how alike examples are',
      labelAnchor: 'left',
      labelArrow: 'none',
      ticks: 5,
    },
    y: {
      domain: [0, 1],
      label: 'Simplicity: how few examples still have a gradient',
      labelArrow: 'none',
      ticks: 5,
    },
    marks: [
      Plot.gridY({ stroke: theme.grid, strokeOpacity: 1, ticks: 5 }),
      Plot.gridX({ stroke: theme.grid, strokeOpacity: 1, ticks: 5 }),
      ...marksOf(false),
      ...marksOf(true),
    ],
  });
  return asChart(chart, theme, `Simplicity and redundancy of ${points.length} data sets`);
}
