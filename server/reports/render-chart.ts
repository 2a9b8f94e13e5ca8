import { join } from 'node:path';
import { Resvg } from '@resvg/resvg-js';
import { parseHTML } from 'linkedom';
import { errorCurve } from '@/components/charts/error-curve.plot';
import {
  PAGE_THEME,
  PICTURE_THEME,
  type ChartFrame,
  type ChartTheme,
} from '@/components/charts/chart-theme.plot';
import { studyCurve } from '@/components/charts/study-curve.plot';
import type { StudyReport } from '@/lib/contracts/study-report';
import { packageFolder } from '../package-folder';

const SIZE = { width: 880, height: 480 };
/** Pixels of the picture for each of the chart's: sharp on paper and on dense screens. */
const PICTURE_SCALE = 2;

const fontFolder = join(packageFolder('dejavu-fonts-ttf'), 'ttf');

function drawChart(report: StudyReport, theme: ChartTheme): string {
  return draw((frame) => errorCurve(studyCurve(report), frame), SIZE, theme);
}

type Draw = (frame: ChartFrame) => Element;

function draw(chart: Draw, size: { width: number; height: number }, theme: ChartTheme): string {
  const { document } = parseHTML('<!doctype html><html><body></body></html>');
  return chart({ document, ...size, theme }).outerHTML;
}

/** Any chart as a file of its own, on white. */
export function chartFile(chart: Draw, size: { width: number; height: number } = SIZE): string {
  return `${draw(chart, size, PICTURE_THEME)}\n`;
}

/** The chart as a file of its own, on white. */
export function chartSvg(report: StudyReport): string {
  return chartFile((frame) => errorCurve(studyCurve(report), frame));
}

/** The chart for a page, which follows its light or dark scheme. */
export function inlineChartSvg(report: StudyReport): string {
  return drawChart(report, PAGE_THEME);
}

/** The same chart as a picture, with the fonts that come with Winnow: a server may have none. */
export function chartPng(svg: string): Buffer {
  const picture = new Resvg(svg, {
    background: PICTURE_THEME.background,
    fitTo: { mode: 'zoom', value: PICTURE_SCALE },
    font: {
      loadSystemFonts: false,
      fontFiles: ['DejaVuSans.ttf', 'DejaVuSans-Bold.ttf'].map((file) => join(fontFolder, file)),
      defaultFontFamily: 'DejaVu Sans',
      sansSerifFamily: 'DejaVu Sans',
    },
  });
  return picture.render().asPng();
}
