import type { AnalysisReport } from '@/lib/contracts/analysis';
import { percent, type ChartFrame } from './chart-theme.plot';
import { gradientHeatMap, heatMapDomain } from './gradient-heat-map.plot';
import { minibatchNormsChart } from './minibatch-norms.plot';
import { sizeCurve } from './size-curve.plot';

type Draw = (frame: ChartFrame) => SVGSVGElement;

/** Sum of norms against norm of sum, every model. */
export function minibatchesOf(report: AnalysisReport): Draw {
  const series = report.models.map(({ title, minibatches }) => ({
    label: correlationLabel(title, minibatches.correlation),
    points: minibatches.points,
  }));
  return (frame) => minibatchNormsChart(series, frame);
}

function correlationLabel(title: string, correlation: number | null): string {
  return correlation === null ? title : `${title}, r = ${correlation.toFixed(2)}`;
}

/** Gradient norms over the epochs, one chart a model, all with the same colours. */
export function heatMapsOf(report: AnalysisReport): { readonly model: string; readonly draw: Draw }[] {
  const domain = heatMapDomain(report.models.map(({ heatMap }) => heatMap));
  return report.models.map(({ name, title, heatMap: { logNorms } }) => ({
    model: name,
    draw: (frame) => gradientHeatMap({ title, logNorms, domain }, frame),
  }));
}

/** Overlap of the k largest gradients of each pair of models; null where there is one model. */
export function overlapOf(report: AnalysisReport): Draw | null {
  const [first] = report.overlaps;
  if (!first) return null;
  const curves = [
    ...report.overlaps.map(({ models, points }) => ({
      label: models.join(' and '),
      isBaseline: false,
      points: points.map(({ k, overlap }) => ({ k, value: overlap })),
    })),
    {
      label: 'by chance',
      isBaseline: true,
      points: first.points.map(({ k, byChance }) => ({ k, value: byChance })),
    },
  ];
  return (frame) =>
    sizeCurve(
      {
        curves,
        label: 'Overlap of the k largest (% of k)',
        format: (value) => percent(value),
        name: 'Overlap of the largest gradients of two models',
      },
      frame,
    );
}

/** Entropy of the labels of the k largest gradients, every model. */
export function labelEntropyOf(report: AnalysisReport): Draw {
  const sizes = report.models[0]?.labelEntropy.map(({ k }) => k) ?? [];
  const level = (label: string, value: number) => ({
    label,
    isBaseline: true,
    points: sizes.map((k) => ({ k, value })),
  });
  const curves = [
    ...report.models.map(({ title, labelEntropy }) => ({
      label: title,
      isBaseline: false,
      points: labelEntropy.map(({ k, bits }) => ({ k, value: bits })),
    })),
    level(
      `equally frequent classes, ${report.labels.uniformBits.toFixed(2)} bits`,
      report.labels.uniformBits,
    ),
    level(`all labels, ${report.labels.bits.toFixed(2)} bits`, report.labels.bits),
  ];
  return (frame) =>
    sizeCurve(
      {
        curves,
        label: 'Entropy of the labels (bits)',
        format: (value) => value.toFixed(1),
        name: 'Label entropy of the largest gradients',
      },
      frame,
    );
}
