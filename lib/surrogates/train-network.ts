import { AppError } from '../errors';
import { createRandom } from '../numeric/random';
import type { StopSignal } from '../stop-signal';
import { initialParameters } from './initial-parameters';
import type { NetworkModel } from './models';
import type { Network } from './network';
import type { Minibatch, NetworkEngine } from './network-engine';
import type { SoftmaxData } from './tensor-engine';

/** Few labels make few steps an epoch; epochs are added until a training has this many. */
const FEWEST_STEPS = 500;

/** After these shares of the epochs the learning rate falls to a tenth of what it was. */
const DECAY_AFTER = [0.6, 0.85];

export interface TrainingProgress {
  /** epochs done, of `epochs` */
  readonly epoch: number;
  readonly epochs: number;
  /** mean loss of the epoch's steps, each before the step */
  readonly loss: number;
  /** a copy of the parameters as they are now */
  readonly parameters: () => Promise<Float32Array>;
}

export interface TrainingOptions {
  readonly seed: number;
  /** path of the random streams, so that members of an ensemble differ */
  readonly names?: readonly string[];
  readonly signal?: StopSignal | undefined;
  readonly onEpoch?: ((progress: TrainingProgress) => void | Promise<void>) | undefined;
}

export interface TrainedNetwork {
  /** in the order of `parameterBlocks` */
  readonly parameters: Float32Array;
  /** mean loss of the last epoch */
  readonly loss: number;
  readonly epochs: number;
  readonly steps: number;
}

/**
 * Trains a network by stochastic gradient descent with momentum on shuffled minibatches, from random weights.
 *
 * The loss is (1/Σw) Σ w · cross-entropy, weights being scaled to mean 1. The first weights and the order of the examples
 * each have a random stream of their own: the same seed and engine give the same bytes.
 *
 * @param settings epochs, examples a step, rate, momentum, weight decay
 * @throws AppError `bad-input` where the loss becomes infinite, `cancelled` on the signal
 * Cost: epochs · n times the arithmetic of the network, three times over.
 */
export async function trainNetwork(
  engine: NetworkEngine,
  network: Network,
  data: SoftmaxData,
  settings: Omit<NetworkModel, 'name' | 'members'>,
  options: TrainingOptions,
): Promise<TrainedNetwork> {
  const { seed, names = [], signal, onEpoch } = options;
  const { rows } = data.features;
  const stepsAnEpoch = Math.ceil(rows / settings.batchSize);
  const epochs = Math.max(settings.epochs, Math.ceil(FEWEST_STEPS / stepsAnEpoch));
  const order = Int32Array.from({ length: rows }, (_, row) => row);
  const random = createRandom(seed, 'minibatches', ...names);
  const minibatches = createMinibatches(data, settings.batchSize);
  const trainer = await engine.networkTrainer(network, initialParameters(network, seed, ...names), settings);
  try {
    let loss = NaN;
    for (let epoch = 0; epoch < epochs; epoch++) {
      random.shuffle(order);
      const rate = settings.learningRate * decay(epoch / epochs);
      let sum = 0;
      for (let from = 0; from < rows; from += settings.batchSize) {
        if (signal?.aborted) throw new AppError('cancelled', 'The training was stopped.');
        const batch = minibatches(order.subarray(from, from + settings.batchSize));
        sum += (await trainer.step(batch, rate)) * batch.features.rows;
      }
      loss = sum / rows;
      if (!Number.isFinite(loss)) throw diverged(epoch + 1);
      await onEpoch?.({ epoch: epoch + 1, epochs, loss, parameters: () => trainer.parameters() });
    }
    return { parameters: await trainer.parameters(), loss, epochs, steps: epochs * stepsAnEpoch };
  } finally {
    trainer.dispose();
  }
}

function decay(share: number): number {
  return DECAY_AFTER.reduce((factor, after) => (share >= after ? factor / 10 : factor), 1);
}

function diverged(epoch: number): AppError {
  return new AppError(
    'bad-input',
    `The training diverged in epoch ${epoch}: the loss is not finite.`,
    'Choose a lower learning rate, or features of a smaller range (standardized ones).',
  );
}

/** Gathers rows into buffers that every step uses again. */
function createMinibatches({ features, labels, weights }: SoftmaxData, size: number) {
  const { columns } = features;
  const mean = weights ? weights.reduce((sum, weight) => sum + weight, 0) / weights.length : 1;
  const values = new Float32Array(Math.min(size, features.rows) * columns);
  const batchLabels = new Int32Array(Math.min(size, features.rows));
  const batchWeights = new Float32Array(batchLabels.length).fill(1);
  return (rows: Int32Array): Minibatch => {
    rows.forEach((row, index) => {
      values.set(features.data.subarray(row * columns, (row + 1) * columns), index * columns);
      batchLabels[index] = labels[row] as number;
      if (weights) batchWeights[index] = (weights[row] as number) / mean;
    });
    return {
      features: { data: values.subarray(0, rows.length * columns), rows: rows.length, columns },
      labels: batchLabels.subarray(0, rows.length),
      weights: batchWeights.subarray(0, rows.length),
    };
  };
}
