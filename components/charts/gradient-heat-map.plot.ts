import * as Plot from '@observablehq/plot';
import { asChart, type ChartFrame } from './chart-theme.plot';
import { pngDataUrl } from './pixel-image.plot';

export interface HeatMapInput {
  readonly title: string;
  /** log10 of the norms, `logNorms[epoch][place]`, epoch 0 before training */
  readonly logNorms: readonly (readonly number[])[];
  /** of the colours; charts that are compared share it */
  readonly domain: readonly [number, number];
}

/** From dark (small) to bright (large); even in lightness, so that it reads without colour and on light and dark. */
const SCHEME = 'cividis';
const LEGEND_STEPS = 48;
/** Columns are repeated up to this many: programs that smooth pictures would blur one epoch into the next. */
const SHARP_COLUMNS = 128;

/** Lowest and highest of several heat maps. */
export function heatMapDomain(
  maps: readonly { readonly logNorms: HeatMapInput['logNorms'] }[],
): [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (const { logNorms } of maps) {
    for (const value of logNorms.flat()) {
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
  }
  return low < high ? [low, high] : [low - 1, low + 1];
}

/** Gradient norms of a sample over the epochs: a column an epoch, a row an example, colour its norm. */
export function gradientHeatMap(input: HeatMapInput, frame: ChartFrame): SVGSVGElement {
  const { theme, width, height, document } = frame;
  const { logNorms, domain } = input;
  const [low, high] = domain;
  const examples = logNorms[0]?.length ?? 0;
  const color = Plot.scale({ color: { type: 'linear', scheme: SCHEME, domain: [low, high] } });
  const colorAt = (value: number) => parseColor(String(color.apply(value)));
  const repeats = Math.max(1, Math.floor(SHARP_COLUMNS / logNorms.length));
  const columns = logNorms.length * repeats;
  const colors = new Uint8Array(columns * examples * 3);
  logNorms.forEach((norms, epoch) =>
    norms.forEach((value, place) => {
      const pixel = colorAt(value);
      for (let repeat = 0; repeat < repeats; repeat++)
        colors.set(pixel, (place * columns + epoch * repeats + repeat) * 3);
    }),
  );
  const image = pngDataUrl({ width: columns, height: examples, colors });
  const legend = Array.from(
    { length: LEGEND_STEPS },
    (_, step) => low + ((high - low) * step) / (LEGEND_STEPS - 1),
  );
  const legendUrl = pngDataUrl({
    width: LEGEND_STEPS,
    height: 1,
    colors: Uint8Array.from(legend.flatMap((value) => [...colorAt(value)])),
  });

  const margin = { left: 24, right: 24, top: 52, bottom: 46 };
  const inner = { width: width - margin.left - margin.right, height: height - margin.top - margin.bottom };
  const chart = Plot.plot({
    document,
    width,
    height,
    marginLeft: margin.left,
    marginRight: margin.right,
    marginTop: margin.top,
    marginBottom: margin.bottom,
    x: { domain: [-0.5, logNorms.length - 0.5] },
    y: { domain: [0, 1], axis: null },
    marks: [
      Plot.image([0], {
        frameAnchor: 'middle',
        src: () => image,
        width: inner.width,
        height: inner.height,
        preserveAspectRatio: 'none',
        imageRendering: 'pixelated',
      }),
      Plot.axisX(epochTicks(logNorms.length, width), {
        text: (epoch: number) => (epoch === 0 ? 'start' : String(epoch)),
        label: 'Epoch',
        labelOffset: 38,
        labelAnchor: 'left',
        labelArrow: 'none',
      }),
      Plot.text([`${examples} examples, by their norm at the end`], {
        frameAnchor: 'top-left',
        dy: -14,
        text: (text: string) => text,
        lineAnchor: 'bottom',
        fill: theme.text,
      }),
      Plot.image([0], {
        frameAnchor: 'top-right',
        src: () => legendUrl,
        width: 90,
        height: 10,
        dx: -100,
        dy: -24,
        preserveAspectRatio: 'none',
      }),
      ...[
        { value: low, dx: -150 },
        { value: high, dx: 0 },
      ].map(({ value, dx }) =>
        Plot.text([String(Number((10 ** value).toPrecision(2)))], {
          frameAnchor: 'top-right',
          text: (text: string) => text,
          dx,
          dy: -19,
          lineAnchor: 'bottom',
          textAnchor: 'end',
          fill: theme.muted,
        }),
      ),
    ],
  });
  return asChart(chart, theme, `${input.title}: gradient norms of ${examples} examples over the epochs`);
}

function epochTicks(columns: number, width: number): number[] {
  const step = Math.max(1, Math.ceil((columns * 46) / Math.max(1, width)));
  return Array.from({ length: Math.ceil(columns / step) }, (_, index) => index * step);
}

/** `#rrggbb` or `rgb(r, g, b)` */
function parseColor(text: string): [number, number, number] {
  const hex = /^#(..)(..)(..)$/.exec(text);
  const parts = hex
    ? hex.slice(1).map((pair) => parseInt(pair, 16))
    : (text.match(/[\d.]+/g) ?? []).map(Number);
  return [parts[0] ?? 0, parts[1] ?? 0, parts[2] ?? 0];
}
