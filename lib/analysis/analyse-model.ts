import type { AnalysedModel, AnalysisConfig, AnalysisModel } from '../contracts/analysis';
import type { StopSignal } from '../stop-signal';
import { initialParameters } from '../surrogates/initial-parameters';
import { hiddenLayers } from '../surrogates/mlp';
import { modelByName } from '../surrogates/models';
import type { Network } from '../surrogates/network';
import type { SoftmaxData, TensorEngine } from '../surrogates/tensor-engine';
import { trainNetwork } from '../surrogates/train-network';
import { concentration } from './concentration';
import { minibatchNorms } from './minibatch-norms';
import { readGradients } from './model-gradients';
import { orderByValue, topLabelEntropy, topSizes } from './top-examples';

/** Stands for a norm of 0, which has no logarithm. */
const SMALLEST_NORM = 1e-9;
const MOMENTUM = 0.9;

export interface ModelAnalysis {
  readonly model: AnalysedModel;
  /** ‖gradient‖₂ of every example after training */
  readonly norms: Float32Array;
}

/**
 * Trains one model by descent, looks at the gradients of a sample after each epoch and at all of them at the end.
 *
 * @param sample rows of the heat map
 * @throws AppError `bad-input` where the training diverges, `cancelled` on the signal
 */
export async function analyseModel(
  engine: TensorEngine,
  name: AnalysisModel,
  data: SoftmaxData,
  config: AnalysisConfig,
  run: {
    readonly sample: Int32Array;
    readonly signal?: StopSignal | undefined;
    readonly onEpoch: (epoch: number, epochs: number) => void;
  },
): Promise<ModelAnalysis> {
  const { seed, epochs, batchSize, learningRate, units } = config;
  const widths = name === 'mlp' ? [units] : [];
  const network = { layers: hiddenLayers(data.features.columns, widths, data.classes) };
  const sampleNorms = (parameters: Float32Array) =>
    normsOfSample(engine, network, parameters, data, run.sample);

  const history = [await sampleNorms(initialParameters(network, seed, 'analysis', name))];
  const trained = await trainNetwork(
    engine,
    network,
    data,
    { epochs, batchSize, learningRate, momentum: MOMENTUM, weightDecay: 0 },
    {
      seed,
      names: ['analysis', name],
      signal: run.signal,
      onEpoch: async ({ epoch, epochs: total, parameters }) => {
        history.push(await sampleNorms(await parameters()));
        run.onEpoch(epoch, total);
      },
    },
  );

  const reader = await readGradients(engine, network, trained.parameters, data);
  try {
    const norms = await reader.norms();
    const { minibatches, minibatchSize: size } = config;
    const model: AnalysedModel = {
      name,
      title: modelByName(name).title,
      epochs: trained.epochs,
      loss: trained.loss,
      concentration: concentration(norms),
      minibatches: await minibatchNorms(reader.at, data.labels.length, { minibatches, size, seed }),
      heatMap: heatMapOf(run.sample, history),
      labelEntropy: topLabelEntropy(orderByValue(norms), data.labels, data.classes, topSizes(norms.length)),
    };
    return { model, norms };
  } finally {
    await reader.dispose();
  }
}

async function normsOfSample(
  engine: TensorEngine,
  network: Network,
  parameters: Float32Array,
  data: SoftmaxData,
  sample: Int32Array,
): Promise<Float32Array> {
  const reader = await readGradients(engine, network, parameters, data);
  try {
    return (await reader.at(sample)).norms;
  } finally {
    await reader.dispose();
  }
}

/** Places by falling norm after the last epoch, so that what was learned last lies together. */
function heatMapOf(sample: Int32Array, history: readonly Float32Array[]): AnalysedModel['heatMap'] {
  const order = Array.from(orderByValue(history.at(-1) as Float32Array));
  const rounded = (value: number) => Math.round(value * 1e4) / 1e4;
  return {
    rows: order.map((place) => sample[place] as number),
    logNorms: history.map((norms) =>
      order.map((place) => rounded(Math.log10(Math.max(norms[place] as number, SMALLEST_NORM)))),
    ),
  };
}
