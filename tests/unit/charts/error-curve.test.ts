import { parseHTML } from 'linkedom';
import { describe, expect, it } from 'vitest';
import { calibration } from '@/components/charts/calibration.plot';
import { PAGE_THEME, PICTURE_THEME, type ChartTheme } from '@/components/charts/chart-theme.plot';
import { errorCurve } from '@/components/charts/error-curve.plot';
import { histogram } from '@/components/charts/histogram.plot';
import { liveCurve } from '@/components/charts/live-curve.plot';

const frame = (theme: ChartTheme, width = 880) => ({
  document: parseHTML('<!doctype html><html><body></body></html>').document,
  width,
  height: 420,
  theme,
});

const interval = (mean: number) => ({ mean, low: mean - 0.01, high: mean + 0.01 });
const curve = (label: string, isRandom: boolean, offset: number) => ({
  label,
  isRandom,
  points: [0.02, 0.1, 0.5, 1].map((fraction) => ({
    fraction,
    kept: fraction * 100,
    error: interval(0.3 - 0.1 * fraction + offset),
  })),
});
const NAMES = ['random', 'a', 'b', 'c', 'd', 'e', 'f', 'g'];
const input = {
  curves: NAMES.map((name, place) => curve(name, place === 0, place / 100)),
  fullPool: { error: { mean: 0.2 } },
  scale: 'log' as const,
};

function linesOf(chart: SVGSVGElement): { dash: string | null; color: string | null; width: number }[] {
  return [...chart.querySelectorAll('g[stroke-linejoin="round"][fill="none"]:not([transform])')].map(
    (line) => ({
      dash: line.getAttribute('stroke-dasharray'),
      color: line.getAttribute('stroke'),
      width: Number(line.getAttribute('stroke-width')),
    }),
  );
}

/** The innermost transform that places it. */
function positionOf(text: Element): string {
  return text.getAttribute('transform') ?? text.parentElement?.getAttribute('transform') ?? '';
}

describe('the error curve', () => {
  it.each([880, 390])('is as high as its legend needs, %i wide', (width) => {
    const names = Array.from({ length: 40 }, (_, place) => `curve ${place}`);
    const curves = names.map((name, place) => curve(name, place === 0, place / 100));
    const chart = errorCurve({ ...input, curves }, frame(PICTURE_THEME, width));
    const height = Number(chart.getAttribute('height'));
    const places = [...chart.querySelectorAll('text')]
      .filter(({ textContent }) => names.includes(textContent ?? ''))
      .map((text) => Number(/translate\([-\d.]+,([-\d.]+)\)/.exec(positionOf(text))?.[1]));
    expect(places).toHaveLength(names.length);
    for (const place of places) expect(place).toBeLessThan(height);
  });

  it('draws every curve, and names each and the full pool beside them', () => {
    const chart = errorCurve(input, frame(PICTURE_THEME));
    expect(linesOf(chart)).toHaveLength(NAMES.length);
    const texts = [...chart.querySelectorAll('text')].map(({ textContent }) => textContent);
    for (const name of NAMES) expect(texts).toContain(name);
    expect(texts).toContain('full pool: 20 %');
    for (const tick of ['2 %', '10 %', '50 %', '100 %']) expect(texts).toContain(tick);
  });

  it('tells no two lines apart by colour alone, and random by its width', () => {
    const lines = linesOf(errorCurve(input, frame(PICTURE_THEME)));
    const looks = lines.map(({ dash, color }) => `${color} ${dash}`);
    expect(new Set(looks).size).toBe(lines.length);
    const widest = lines.reduce((left, right) => (right.width > left.width ? right : left));
    expect(lines.filter(({ width }) => width === widest.width)).toHaveLength(1);
    expect(widest.color).toBe(PICTURE_THEME.muted);
    const dashes = lines
      .filter(({ color }) => color !== PICTURE_THEME.muted)
      .slice(0, 6)
      .map(({ dash }) => dash);
    expect(new Set(dashes).size).toBe(6);
  });

  it('is a picture that stands alone: plain colours, no style of the page', () => {
    const picture = errorCurve(input, frame(PICTURE_THEME)).outerHTML;
    expect(picture).toMatch(/^<svg[^>]* xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
    expect(picture.replace(/<style>.*?<\/style>/s, '')).not.toContain('var(');
    expect(errorCurve(input, frame(PAGE_THEME)).getAttribute('style')).toContain('light-dark(');
  });

  it('puts its legend below the lines where it is narrow', () => {
    const wide = errorCurve(input, frame(PICTURE_THEME));
    const narrow = errorCurve(input, frame(PICTURE_THEME, 360));
    expect(Number(narrow.getAttribute('width'))).toBe(360);
    expect(Number(narrow.getAttribute('height'))).toBeGreaterThan(Number(wide.getAttribute('height')));
  });
});

describe('the other charts', () => {
  it('draw what they are given', () => {
    const live = liveCurve(
      [{ labels: 20, error: 0.4, low: 0.3, high: 0.5, label: 'seed', changes: [], testSet: null }],
      frame(PAGE_THEME),
    );
    expect(live.querySelectorAll('circle')).toHaveLength(1);
    const bins = [0, 1, 2].map((bin) => ({ low: bin, high: bin + 1, examples: bin * 5 }));
    const bars = histogram({ bins, label: 'Entropy (nats)' }, frame(PAGE_THEME));
    expect(bars.querySelectorAll('rect')).toHaveLength(3);
    const dots = calibration(
      [
        { low: 0, high: 0.5, examples: 0, confidence: 0, accuracy: 0 },
        { low: 0.5, high: 1, examples: 9, confidence: 0.8, accuracy: 0.7 },
      ],
      frame(PAGE_THEME),
    );
    expect(dots.querySelectorAll('circle')).toHaveLength(1);
  });
});
