/** Colours and type of a chart. The same chart is drawn on the page, in a report and as a picture. */
export interface ChartTheme {
  readonly text: string;
  readonly muted: string;
  readonly grid: string;
  readonly background: string;
  readonly fontFamily: string;
  /** told apart by colour-blind eyes too (after Okabe and Ito); dashes and symbols differ as well */
  readonly series: readonly string[];
  /** custom properties that the colours above refer to */
  readonly variables: Readonly<Record<string, string>>;
}

export interface ChartFrame {
  /** a browser's document, or linkedom's on the server */
  readonly document: Document;
  readonly width: number;
  readonly height: number;
  readonly theme: ChartTheme;
}

const LIGHT_SERIES = ['#0072B2', '#D55E00', '#00805E', '#A8447F', '#8A6A00', '#2A8CBF'];
const DARK_SERIES = ['#56B4E9', '#F0793A', '#2FC49A', '#E39BC6', '#E6B422', '#9AD1F2'];
const FONTS = "system-ui, 'DejaVu Sans', sans-serif";

/** For pictures: plain colours that every program reads. */
export const PICTURE_THEME: ChartTheme = {
  text: '#1d2429',
  muted: '#5b656c',
  grid: '#d9dee1',
  background: '#ffffff',
  fontFamily: FONTS,
  series: LIGHT_SERIES,
  variables: {},
};

const variableName = (index: number): string => `--chart-series-${index + 1}`;

/** For pages: follows the page's `color-scheme`, light or dark, without being drawn again. */
export const PAGE_THEME: ChartTheme = {
  text: 'var(--chart-text)',
  muted: 'var(--chart-muted)',
  grid: 'var(--chart-grid)',
  background: 'transparent',
  fontFamily: 'inherit',
  series: LIGHT_SERIES.map((_, index) => `var(${variableName(index)})`),
  variables: {
    '--chart-text': 'light-dark(#1d2429, #e9eef0)',
    '--chart-muted': 'light-dark(#5b656c, #a3adb3)',
    '--chart-grid': 'light-dark(#d9dee1, #39444a)',
    ...Object.fromEntries(
      LIGHT_SERIES.map((light, index) => [
        variableName(index),
        `light-dark(${light}, ${DARK_SERIES[index]})`,
      ]),
    ),
  },
};

/**
 * Makes Plot's drawing ours: readable as a file of its own, named for those who do not see it, in the theme's colours.
 * The style is set as an attribute because custom properties, and linkedom, take it no other way.
 */
export function asChart(plot: SVGSVGElement | HTMLElement, theme: ChartTheme, label: string): SVGSVGElement {
  const style = {
    ...theme.variables,
    color: theme.text,
    background: theme.background,
    'font-family': theme.fontFamily,
    'font-size': '12px',
    'font-variant-numeric': 'tabular-nums',
    overflow: 'visible',
  };
  const declarations = Object.entries(style).map(([name, value]) => `${name}: ${value}`);
  plot.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  plot.setAttribute('role', 'img');
  plot.setAttribute('aria-label', label);
  plot.setAttribute('style', declarations.join('; '));
  // Plot names its groups ("line", "dot"); inside an image that says nothing, and ARIA forbids it.
  for (const part of plot.querySelectorAll('[aria-label]')) part.removeAttribute('aria-label');
  return plot as SVGSVGElement;
}

/** A share as per cent, with just the digits that tell it from its neighbours: 0.5 %, 2 %, 15.9 %. */
export function percent(share: number, digits = 1): string {
  return `${(share * 100).toFixed(digits).replace(/\.0+$/, '')} %`;
}
