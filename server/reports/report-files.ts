import type { StudyReport } from '@/lib/contracts/study-report';
import { curvesCsv } from '@/lib/studies/curves-csv';
import type { ReportFile } from '@/lib/studies/report-file-names';
import { chartPng, chartSvg } from './render-chart';
import { reportHtml } from './report-html';

/** The files of a study's report, for a folder or for the blob store. */
export function reportFiles(report: StudyReport): Record<ReportFile, Uint8Array> {
  const text = new TextEncoder();
  const svg = chartSvg(report);
  return {
    'report.json': text.encode(`${JSON.stringify(report, null, 2)}\n`),
    'curves.csv': text.encode(curvesCsv(report)),
    'curves.svg': text.encode(svg),
    'curves.png': chartPng(svg),
    'report.html': text.encode(reportHtml(report)),
  };
}
