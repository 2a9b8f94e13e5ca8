import { parseHTML } from 'linkedom';
import { PICTURE_THEME } from '@/components/charts/chart-theme.plot';
import { liveCurve } from '@/components/charts/live-curve.plot';
import type { LivePoint } from '@/lib/contracts/round';
import { AppError } from '@/lib/errors';
import { csvLine } from '@/lib/text/csv-line';
import { chartPng } from './render-chart';

const SIZE = { width: 880, height: 480 };

export interface CurveFile {
  readonly contentType: string;
  readonly body: string | Buffer;
}

/** The live curve as a file: `curve.csv`, `curve.json`, `curve.svg` or `curve.png`. */
export function liveCurveFile(points: readonly LivePoint[], name: string): CurveFile {
  switch (name) {
    case 'curve.csv':
      return { contentType: 'text/csv; charset=utf-8', body: liveCurveCsv(points) };
    case 'curve.json':
      return { contentType: 'application/json', body: `${JSON.stringify(points, null, 2)}\n` };
    case 'curve.svg':
      return { contentType: 'image/svg+xml; charset=utf-8', body: liveCurveSvg(points) };
    case 'curve.png':
      return { contentType: 'image/png', body: chartPng(liveCurveSvg(points)) };
    default:
      throw new AppError('not-found', `There is no file “${name}” of the live curve.`);
  }
}

function liveCurveCsv(points: readonly LivePoint[]): string {
  const rows = points.map(({ round, scheme, labels, error, low, high, testSet }) =>
    csvLine([round, scheme, labels, error, low, high, testSet]),
  );
  return [csvLine(['round', 'scheme', 'labels', 'error', 'low', 'high', 'test_set']), ...rows].join('');
}

function liveCurveSvg(points: readonly LivePoint[]): string {
  const { document } = parseHTML('<!doctype html><html><body></body></html>');
  const named = points.map((point) => ({
    ...point,
    label: point.round === 0 ? 'seed' : `round ${point.round}`,
  }));
  return `${liveCurve(named, { document, ...SIZE, theme: PICTURE_THEME }).outerHTML}\n`;
}
