'use client';

import { useMemo } from 'react';
import type { AnalysedModel, AnalysisReport } from '@/lib/contracts/analysis';
import { heatMapsOf, labelEntropyOf, minibatchesOf, overlapOf } from '../charts/analysis-charts.plot';
import { ChartTable } from '../charts/chart-table';
import { PlotFigure } from '../charts/plot-figure';
import { formatCount, formatNumber, formatPercent } from '../ui/format';
import { Section } from '../ui/section';

const HEIGHT = 360;
/** Rows of the table of minibatches, as many as one reads. */
const LISTED_MINIBATCHES = 50;

interface FigureProps {
  readonly report: AnalysisReport;
}

/** Gradient norms over the epochs, a chart a model. */
export function HeatMapFigures({ report }: FigureProps) {
  const maps = useMemo(() => heatMapsOf(report), [report]);
  return (
    <Section
      title="Gradients over the epochs"
      description="Before training all examples have about as large a gradient. A wide spread at the end means that the model is done with many and still learns from few."
    >
      <div className="grid gap-8 xl:grid-cols-2">
        {maps.map(({ model, draw }, place) => (
          <HeatMapFigure key={model} draw={draw} model={report.models[place]} />
        ))}
      </div>
    </Section>
  );
}

function HeatMapFigure({
  draw,
  model,
}: {
  readonly draw: ReturnType<typeof heatMapsOf>[number]['draw'];
  readonly model: AnalysedModel | undefined;
}) {
  if (!model) return null;
  const spreads = model.heatMap.logNorms.map(spreadOf);
  const [first, last] = [spreads.at(0), spreads.at(-1)];
  return (
    <div className="min-w-0">
      <h3 className="mb-2 font-medium">{model.title}</h3>
      <PlotFigure
        draw={draw}
        height={HEIGHT}
        summary={
          first && last
            ? `The middle nine tenths of the norms span ${spanWords(first)} before training and ${spanWords(last)} at the end.`
            : ''
        }
        table={
          <ChartTable
            caption={`Gradient norms over the epochs, ${model.title}`}
            columns={['Epoch', '5th percentile', 'Median', '95th percentile']}
            rows={spreads.map(({ low, middle, high }, epoch) => [
              epoch === 0 ? 'before training' : formatCount(epoch),
              formatNumber(low),
              formatNumber(middle),
              formatNumber(high),
            ])}
          />
        }
      />
    </div>
  );
}

interface Spread {
  readonly low: number;
  readonly middle: number;
  readonly high: number;
}

function spreadOf(logNorms: readonly number[]): Spread {
  const sorted = [...logNorms].sort((left, right) => left - right);
  const at = (share: number) => 10 ** (sorted[Math.round(share * (sorted.length - 1))] ?? 0);
  return { low: at(0.05), middle: at(0.5), high: at(0.95) };
}

function spanWords({ low, high }: Spread): string {
  const factor = high / low;
  return factor < 1.05 ? 'nothing' : `a factor of ${formatNumber(Number(factor.toPrecision(2)))}`;
}

/** Sum of norms against norm of sum. */
export function MinibatchFigure({ report }: FigureProps) {
  const draw = useMemo(() => minibatchesOf(report), [report]);
  const size = report.models[0]?.minibatches.size ?? 0;
  return (
    <Section
      title="One by one, and together"
      description={`Random minibatches of ${formatCount(size)} examples after training. Where the dots rise together, an example’s own gradient says what it does in a step; they lie below the diagonal because gradients partly cancel.`}
    >
      <PlotFigure
        draw={draw}
        height={HEIGHT}
        summary={report.models
          .map(({ title, minibatches: { correlation } }) =>
            correlation === null
              ? `${title}: nothing varies.`
              : `${title}: correlation ${formatNumber(correlation)}.`,
          )
          .join(' ')}
        table={
          <ChartTable
            caption={`Norms of minibatches, the first ${LISTED_MINIBATCHES} of each model`}
            columns={['Model', 'Sum of the norms', 'Norm of the sum']}
            rows={report.models.flatMap(({ title, minibatches }) =>
              minibatches.points
                .slice(0, LISTED_MINIBATCHES)
                .map(({ sumOfNorms, normOfSum }) => [
                  title,
                  formatNumber(sumOfNorms),
                  formatNumber(normOfSum),
                ]),
            )}
          />
        }
      />
    </Section>
  );
}

/** Label entropy of the largest gradients. */
export function LabelEntropyFigure({ report }: FigureProps) {
  const draw = useMemo(() => labelEntropyOf(report), [report]);
  const { bits, uniformBits } = report.labels;
  return (
    <Section
      title="Classes of the largest gradients"
      description="Below the entropy of all labels, the largest gradients come from few classes: whoever labels by gradient alone gets a skewed set."
    >
      <PlotFigure
        draw={draw}
        height={HEIGHT}
        summary={`All labels have ${formatNumber(bits)} bits, equally frequent classes ${formatNumber(uniformBits)}.`}
        table={
          <ChartTable
            caption="Label entropy of the largest gradients"
            columns={['Model', 'k', 'Bits']}
            rows={report.models.flatMap(({ title, labelEntropy }) =>
              labelEntropy.map((point) => [title, formatCount(point.k), formatNumber(point.bits)]),
            )}
          />
        }
      />
    </Section>
  );
}

/** Whether models find the same examples hard; nothing where there is one model. */
export function OverlapFigure({ report }: FigureProps) {
  const draw = useMemo(() => overlapOf(report), [report]);
  if (!draw) return null;
  return (
    <Section
      title="Do models agree on what is hard?"
      description="The share of the k largest gradients of one model that are among the k largest of the other. Far above chance, one model can choose for the other."
    >
      <PlotFigure
        draw={draw}
        height={HEIGHT}
        summary={report.overlaps.map(({ models }) => models.join(' and ')).join('; ')}
        table={
          <ChartTable
            caption="Overlap of the largest gradients"
            columns={['Models', 'k', 'Overlap', 'By chance']}
            rows={report.overlaps.flatMap(({ models, points }) =>
              points.map(({ k, overlap, byChance }) => [
                models.join(' and '),
                formatCount(k),
                formatPercent(overlap),
                formatPercent(byChance),
              ]),
            )}
          />
        }
      />
    </Section>
  );
}
