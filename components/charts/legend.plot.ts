import type * as Plot from '@observablehq/plot';
import type { ChartFrame } from './chart-theme.plot';
import { legendRow, legendWidth, type SeriesStyle } from './series-mark.plot';

const ROW = 20;
const MARGIN_TOP = 34;
/** A chart as wide as this has room for the legend beside its lines. */
const WIDE = 560;

export interface LegendEntry {
  readonly label: string;
  readonly style: SeriesStyle;
}

export interface Legend {
  /** of the whole chart: as high and with such margins that the legend fits */
  readonly room: Required<Pick<Plot.PlotOptions, 'height' | 'marginTop' | 'marginRight' | 'marginBottom'>>;
  readonly marks: readonly Plot.Markish[];
}

/** A legend beside the lines, below them where the chart is narrow. */
export function placeLegend(entries: readonly LegendEntry[], { theme, width, height }: ChartFrame): Legend {
  const beside = width >= WIDE;
  const rows = entries.length * ROW;
  return {
    room: {
      height: beside ? Math.max(height, MARGIN_TOP + rows) : height + rows,
      marginTop: MARGIN_TOP,
      marginRight: beside ? legendWidth(entries.map(({ label }) => label)) + 28 : 24,
      marginBottom: beside ? 46 : 54 + rows,
    },
    marks: entries.flatMap(({ style, label }, index) =>
      legendRow(style, label, {
        anchor: beside ? 'top-right' : 'bottom-left',
        x: beside ? 22 : 0,
        y: (beside ? 8 : 58) + index * ROW,
        textColor: theme.text,
      }),
    ),
  };
}
