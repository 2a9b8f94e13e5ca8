import type { Rank, Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import type { Matrix } from '@/lib/numeric/matrix';
import { lastLayer, parameterBlocks, type Network } from '@/lib/surrogates/network';
import type { DescentSettings, Embedder, Minibatch, NetworkTrainer } from '@/lib/surrogates/network-engine';
import { checkMinibatch, checkNetwork, checkNetworkFeatures } from '../check-network';
import { decaysOf } from '../decays';
import { rowBlocks } from '../row-blocks';
import { unshared } from '../unshared';
import { featureTensor } from './block-tensors';
import type { TensorFlow } from './load-tfjs';
import { disposeLayers, passForward, prepareLayers } from './tfjs-layers';

/** Rows at once: the patches of their images are nine times as large as what lies between the layers. */
const BLOCKS = { values: 2 ** 18, rows: 256 };

/** Parameters and velocities stay on the device; a step sends a minibatch there and reads the loss. */
export function createTfjsTrainer(
  tf: TensorFlow,
  network: Network,
  start: Float32Array,
  { momentum, weightDecay }: DescentSettings,
): NetworkTrainer {
  checkNetwork(network, start);
  const layers = prepareLayers(tf, network);
  const blocks = parameterBlocks(network);
  const { outputs: classes } = lastLayer(network);
  const decays = tf.tensor1d(decaysOf(network, weightDecay), 'float32');
  let parameters = tf.tensor1d(start.slice(), 'float32');
  let velocity: Tensor1D = tf.zeros([start.length]);

  async function step(batch: Minibatch, learningRate: number): Promise<number> {
    checkMinibatch(network, batch);
    const [loss, nextParameters, nextVelocity] = tf.tidy(() => {
      const features = featureTensor(tf, batch.features, {
        from: 0,
        to: batch.features.rows,
        ...batch.features,
      });
      const passes = passForward(tf, layers, blocks, parameters, features);
      const { losses, slopes } = softmaxLoss(tf, passes.at(-1)?.outputs as Tensor2D, batch, classes);
      const gradient: Tensor1D[] = [];
      let above: Tensor = slopes;
      for (const [place, pass] of [...passes.entries()].reverse()) {
        const back = pass.back(above, { inputs: place > 0 });
        gradient.unshift(...back.parameters.map((tensor) => tf.reshape<Rank.R1>(tensor, [-1])));
        above = back.inputs ?? above;
      }
      const decayed = tf.add(tf.concat1d(gradient), tf.mul(decays, parameters));
      const speed = tf.add<Tensor1D>(tf.mul(velocity, momentum), decayed);
      return [losses, tf.sub<Tensor1D>(parameters, tf.mul(speed, learningRate)), speed] as const;
    });
    tf.dispose([parameters, velocity]);
    [parameters, velocity] = [nextParameters, nextVelocity];
    const [value = NaN] = await loss.data<'float32'>();
    loss.dispose();
    return value;
  }

  return {
    step,
    parameters: async () => Float32Array.from(await parameters.data<'float32'>()),
    dispose() {
      tf.dispose([parameters, velocity, decays]);
      disposeLayers(tf, layers);
    },
  };
}

export function createTfjsEmbedder(tf: TensorFlow, network: Network, parameters: Float32Array): Embedder {
  checkNetwork(network, parameters);
  const layers = prepareLayers(tf, { layers: network.layers.slice(0, -1) });
  const blocks = parameterBlocks(network);
  const values = tf.tensor1d(parameters.slice(), 'float32');
  const { inputs: columns } = lastLayer(network);
  return {
    async embed(features: Matrix): Promise<Matrix> {
      checkNetworkFeatures(network, features);
      const data = new Float32Array(features.rows * columns);
      for (const block of rowBlocks(features, BLOCKS)) {
        const seen = tf.tidy(() => {
          const rows = featureTensor(tf, features, block);
          const outputs: Tensor = passForward(tf, layers, blocks, values, rows).at(-1)?.outputs ?? rows;
          return outputs.rank === 3 ? tf.transpose(outputs, [0, 2, 1]) : tf.clone(outputs);
        });
        data.set(await seen.data<'float32'>(), block.from * columns);
        seen.dispose();
      }
      return { data, rows: features.rows, columns };
    },
    dispose() {
      values.dispose();
      disposeLayers(tf, layers);
      return Promise.resolve();
    },
  };
}

/** (1/n) Σ w · cross-entropy, and its slopes by the logits. */
function softmaxLoss(tf: TensorFlow, logits: Tensor2D, batch: Minibatch, classes: number) {
  const { rows } = batch.features;
  const labels = tf.tensor1d(unshared(batch.labels), 'int32');
  const truth = tf.cast(tf.oneHot(labels, classes), 'float32');
  const weights = tf.tensor2d(
    batch.weights.map((weight) => weight / rows),
    [rows, 1],
    'float32',
  );
  const logProbabilities = tf.logSoftmax(logits);
  const losses = tf.neg(tf.sum(tf.mul(tf.mul(logProbabilities, truth), weights)));
  return { losses, slopes: tf.mul(tf.sub(tf.exp(logProbabilities), truth), weights) };
}
