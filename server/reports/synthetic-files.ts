import { parseHTML } from 'linkedom';
import { PAGE_THEME, PICTURE_THEME, type ChartTheme } from '@/components/charts/chart-theme.plot';
import { theoryPicture } from '@/components/charts/theory-panels.plot';
import type { SyntheticReport } from '@/lib/contracts/synthetic';
import { syntheticCsv } from '@/lib/synthetic/table-csv';
import { chartPng } from './render-chart';
import { syntheticHtml } from './synthetic-html';

const SIZE = { width: 880, height: 460 };

function draw(report: SyntheticReport, theme: ChartTheme): string {
  const { document } = parseHTML('<!doctype html><html><body></body></html>');
  return theoryPicture(report, { document, ...SIZE, theme }).outerHTML;
}

/** The files of a run of the synthetic laboratory. */
export function syntheticFiles(report: SyntheticReport): Record<string, Uint8Array> {
  const text = new TextEncoder();
  const svg = `${draw(report, PICTURE_THEME)}\n`;
  return {
    'report.json': text.encode(`${JSON.stringify(report, null, 2)}\n`),
    'table.csv': text.encode(syntheticCsv(report)),
    'chart.svg': text.encode(svg),
    'chart.png': chartPng(svg),
    'report.html': text.encode(syntheticHtml(report, draw(report, PAGE_THEME))),
  };
}
