import type { AnalysisConfig, AnalysisReport, ModelOverlap } from '../contracts/analysis';
import { AppError } from '../errors';
import { labelEntropy } from '../metrics/label-entropy';
import { gatherRows } from '../numeric/matrix';
import { createRandom } from '../numeric/random';
import type { StopSignal } from '../stop-signal';
import { checkSoftmaxData } from '../surrogates/softmax-model';
import type { SoftmaxData, TensorEngine } from '../surrogates/tensor-engine';
import { analyseModel, type ModelAnalysis } from './analyse-model';
import { concentration } from './concentration';
import { measureRedundancy } from './redundancy';
import { orderByValue, topOverlap, topSizes } from './top-examples';

/** Examples of the heat map and of the redundancy, so that data sets of any size can be compared. */
const SAMPLE = 512;

export interface AnalysisRun {
  readonly signal?: StopSignal | undefined;
  readonly onProgress?: ((progress: { readonly done: number; readonly total: number }) => void) | undefined;
}

/**
 * How a labeled data set's gradients behave: as models are trained, between models, and over its classes.
 *
 * The first paper's figures and two numbers, defined in docs/analysis.md: *simplicity*, the concentration of the
 * gradient norms of a linear model after training, and *redundancy*, how alike examples are to one before it. Softmax
 * regression is always trained for them, whatever models are asked for. The same engine, data and configuration give
 * the same report, `seconds` aside.
 *
 * @returns the report without `seconds`, and the norms of every example by each model asked for
 * @throws AppError `bad-input` for unusable data or a training that diverges, `cancelled` on the signal
 */
export async function runAnalysis(
  engine: TensorEngine,
  data: SoftmaxData,
  config: AnalysisConfig,
  run: AnalysisRun = {},
): Promise<{ report: Omit<AnalysisReport, 'seconds'>; norms: readonly Float32Array[] }> {
  checkSoftmaxData(data, 0);
  if (data.classes < 2) {
    throw new AppError(
      'bad-input',
      'All examples have one label.',
      'An analysis needs two classes at least.',
    );
  }
  const examples = data.labels.length;
  const random = createRandom(config.seed, 'analysis', 'sample');
  const sample = Int32Array.from(random.sample(examples, Math.min(SAMPLE, examples))).sort();
  const sampleLabels = sample.map((row) => data.labels[row] as number);
  const { redundancy, different } = measureRedundancy(
    gatherRows(data.features, sample),
    sampleLabels,
    data.classes,
  );

  const wanted = config.models.includes('softmax') ? config.models : (['softmax', ...config.models] as const);
  const analyses: ModelAnalysis[] = [];
  for (const [place, name] of wanted.entries()) {
    const onEpoch = (epoch: number, epochs: number) =>
      run.onProgress?.({ done: place * epochs + epoch, total: wanted.length * epochs });
    analyses.push(await analyseModel(engine, name, data, config, { sample, signal: run.signal, onEpoch }));
  }
  const linear = analyses.find(({ model }) => model.name === 'softmax') as ModelAnalysis;
  const asked = analyses.filter(({ model }) => config.models.includes(model.name));
  return {
    report: {
      schema: 'winnow.analysis/1',
      data: { examples, dimension: data.features.columns, classes: data.classes },
      config,
      engine: engine.info,
      simplicity: concentration(linear.norms),
      redundancy,
      redundancySample: { examples: sample.length, different },
      labels: { bits: labelEntropy(data.labels, data.classes), uniformBits: Math.log2(data.classes) },
      models: asked.map(({ model }) => model),
      overlaps: overlapsOf(asked),
    },
    norms: asked.map(({ norms }) => norms),
  };
}

/** Of every pair of models, in their order. */
function overlapsOf(analyses: readonly ModelAnalysis[]): ModelOverlap[] {
  const orders = analyses.map(({ model, norms }) => ({ name: model.title, order: orderByValue(norms) }));
  return orders.flatMap((left, place) =>
    orders.slice(place + 1).map((right) => ({
      models: [left.name, right.name] as [string, string],
      points: topOverlap(left.order, right.order, topSizes(left.order.length)),
    })),
  );
}
