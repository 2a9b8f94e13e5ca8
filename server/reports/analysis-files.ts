import {
  heatMapsOf,
  labelEntropyOf,
  minibatchesOf,
  overlapOf,
} from '@/components/charts/analysis-charts.plot';
import { analysisTables } from '@/lib/analysis/analysis-csv';
import type { AnalysisReport } from '@/lib/contracts/analysis';
import { chartFile, chartPng } from './render-chart';

/** The files of an analysis, for a folder or for the blob store; names as `analysisFileNames` has them. */
export function analysisFiles(report: AnalysisReport): Record<string, Uint8Array> {
  const text = new TextEncoder();
  const overlap = overlapOf(report);
  const charts = {
    minibatches: chartFile(minibatchesOf(report)),
    ...Object.fromEntries(heatMapsOf(report).map(({ model, draw }) => [`epochs-${model}`, chartFile(draw)])),
    ...(overlap && { overlap: chartFile(overlap) }),
    'label-entropy': chartFile(labelEntropyOf(report)),
  };
  const files: Record<string, Uint8Array> = {
    'report.json': text.encode(`${JSON.stringify(report)}\n`),
  };
  for (const [name, content] of Object.entries(analysisTables(report))) files[name] = text.encode(content);
  for (const [name, svg] of Object.entries(charts)) {
    files[`${name}.svg`] = text.encode(svg);
    files[`${name}.png`] = chartPng(svg);
  }
  return files;
}
