import { parseHTML } from 'linkedom';
import { describe, expect, it } from 'vitest';
import { PICTURE_THEME, type ChartFrame } from '@/components/charts/chart-theme.plot';
import { errorCurve } from '@/components/charts/error-curve.plot';
import { liveCurve, type LiveCurvePoint } from '@/components/charts/live-curve.plot';

function frame(width = 800): ChartFrame {
  const { document } = parseHTML('<!doctype html><html><body></body></html>');
  return { document, width, height: 400, theme: PICTURE_THEME };
}

const point = (fraction: number, mean: number) => ({
  fraction,
  kept: fraction * 1000,
  error: { mean, low: mean - 0.01, high: mean + 0.01 },
});
const curve = (label: string, mean: number, hidden = false) => ({
  label,
  isRandom: label === 'random',
  points: [point(0.1, mean), point(1, 0.1)],
  hidden,
});
const draw = (hideFirst: boolean) =>
  errorCurve(
    {
      curves: [curve('random', 0.3), curve('max-gradient', 0.4, hideFirst), curve('power', 0.2)],
      fullPool: { error: { mean: 0.1 } },
      scale: 'linear',
    },
    frame(),
  ).outerHTML;

describe('errorCurve', () => {
  it('names every curve and the level of the full pool', () => {
    const svg = draw(false);
    for (const text of ['random', 'max-gradient', 'power', 'full pool: 10 %']) expect(svg).toContain(text);
  });

  it('leaves a hidden curve out without recolouring the others', () => {
    const svg = draw(true);
    expect(svg).not.toContain('max-gradient');
    expect(svg).not.toContain(PICTURE_THEME.series[0]);
    expect(svg).toContain(PICTURE_THEME.series[1]);
  });

  it('carries one accessible name and no labels that ARIA forbids', () => {
    expect(draw(false).match(/aria-label=/g)).toHaveLength(1);
  });
});

describe('liveCurve', () => {
  const measured = (labels: number, label: string, of: Partial<LiveCurvePoint> = {}): LiveCurvePoint => ({
    ...{ labels, error: 0.2, low: 0.18, high: 0.22, label, changes: [], testSet: null },
    ...of,
  });
  const strokesOf = (points: readonly LiveCurvePoint[]) =>
    liveCurve(points, frame()).querySelectorAll('g[stroke-width="1.75"] path').length;

  it('gives points at one place one name', () => {
    const points = [measured(200, 'seed'), measured(500, 'round 1'), measured(500, 'round 2')];
    const svg = liveCurve(points, frame()).outerHTML;
    expect(svg).toContain('round 1, round 2');
    expect(svg).not.toContain('>round 1<');
  });

  it('marks what was changed, and says so', () => {
    const changed = measured(500, 'round 2', { changes: ['exponent 0.5 → 1'] });
    const svg = liveCurve([measured(200, 'seed'), measured(300, 'round 1'), changed], frame());
    expect(svg.querySelectorAll('g[stroke-dasharray] line')).toHaveLength(1);
    expect(svg.textContent).toContain('exponent 0.5 → 1');
  });

  it('is interrupted where the test set is another one, and nowhere else', () => {
    const on = (testSet: string | null, labels: number) => measured(labels, `${labels}`, { testSet });
    expect(strokesOf([on('a', 100), on('a', 200), on(null, 300), on('a', 400)])).toBe(1);
    expect(strokesOf([on('a', 100), on('a', 200), on('b', 300), on('b', 400)])).toBe(2);
  });

  it('of a hundred rounds names as many as can be read, the newest among them', () => {
    const points = Array.from({ length: 100 }, (_, round) => measured(100 * (round + 1), `round ${round}`));
    const svg = liveCurve(points, frame());
    expect(svg.querySelectorAll('circle')).toHaveLength(100);
    const names = [...svg.querySelectorAll('text')].filter(({ textContent }) => /^round/.test(textContent));
    expect(names.length).toBeGreaterThan(2);
    expect(names.length).toBeLessThan(20);
    expect(names.map(({ textContent }) => textContent)).toContain('round 99');
  });

  it('counts labels in whole numbers, also with a single point', () => {
    expect(liveCurve([measured(202, 'seed')], frame()).outerHTML).toContain('>202<');
  });
});
