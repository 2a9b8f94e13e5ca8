import * as Plot from '@observablehq/plot';
import type { ChartTheme } from './chart-theme.plot';

/** How a line is told apart from its neighbours: by colour, by dash and by symbol. */
export interface SeriesStyle {
  readonly color: string;
  readonly dash: string;
  readonly lineWidth: number;
  readonly symbol: 'circle' | 'square' | 'triangle' | 'diamond' | 'star' | 'wye' | 'cross';
}

const DASHES = ['', '7 3', '2 3', '9 3 2 3', '5 2 1 2 1 2', '12 4'];
const SYMBOLS = ['circle', 'square', 'triangle', 'diamond', 'star', 'wye'] as const;

/** The style of the index-th line. After all colours were used once, dashes move on by one. */
export function seriesStyle(theme: ChartTheme, index: number): SeriesStyle {
  const turn = Math.floor(index / theme.series.length);
  return {
    color: theme.series[index % theme.series.length] ?? theme.text,
    dash: DASHES[(index + turn) % DASHES.length] ?? '',
    lineWidth: 1.75,
    symbol: SYMBOLS[(index + turn) % SYMBOLS.length] ?? 'circle',
  };
}

const BASELINE_DASHES = ['8 5', '2 4', '14 4'];
const BASELINE_SYMBOLS = ['cross', 'wye', 'star'] as const;

/** What everything is measured against: neutral, thick and dashed, wherever it appears. */
export function baselineStyle(theme: ChartTheme, index: number): SeriesStyle {
  return {
    color: theme.muted,
    dash: BASELINE_DASHES[index % BASELINE_DASHES.length] ?? '',
    lineWidth: 3,
    symbol: BASELINE_SYMBOLS[index % BASELINE_SYMBOLS.length] ?? 'cross',
  };
}

/** Lines with a style each; baselines and the others are counted by themselves. */
export function withStyles<Line>(
  theme: ChartTheme,
  lines: readonly Line[],
  isBaseline: (line: Line) => boolean,
): (Line & { readonly style: SeriesStyle })[] {
  let coloured = 0;
  let baselines = 0;
  return lines.map((line) => ({
    ...line,
    style: isBaseline(line) ? baselineStyle(theme, baselines++) : seriesStyle(theme, coloured++),
  }));
}

const SAMPLE_LENGTH = 30;

/** A legend's row at a place in pixels from the frame's corner: a piece of the line, its symbol and its name. */
export function legendRow(style: SeriesStyle, label: string, place: LegendPlace): Plot.Markish[] {
  const at = { frameAnchor: place.anchor, dy: place.y } as const;
  return [
    Plot.vector([label], {
      ...at,
      dx: place.x,
      length: SAMPLE_LENGTH,
      rotate: 90,
      anchor: 'start',
      shape: {
        draw: (context, length) => {
          context.moveTo(0, 0);
          context.lineTo(0, -length);
        },
      },
      stroke: style.color,
      strokeWidth: style.lineWidth,
      strokeDasharray: style.dash || undefined,
      strokeLinecap: 'butt',
    }),
    Plot.dot([label], {
      ...at,
      dx: place.x + SAMPLE_LENGTH / 2,
      r: 4,
      symbol: style.symbol,
      fill: style.color,
    }),
    Plot.text([label], {
      ...at,
      dx: place.x + SAMPLE_LENGTH + 7,
      text: [label],
      textAnchor: 'start',
      lineAnchor: 'middle',
      fill: place.textColor,
    }),
  ];
}

export interface LegendPlace {
  readonly anchor: 'top-right' | 'bottom-left';
  readonly x: number;
  readonly y: number;
  readonly textColor: string;
}

/** Pixels that a legend's row takes, judged by the letters: there is no text measuring on the server. */
export function legendWidth(labels: readonly string[]): number {
  const longest = Math.max(...labels.map((label) => label.length));
  return SAMPLE_LENGTH + 12 + Math.ceil(longest * 6.9);
}
