import type { Matrix } from '@/lib/numeric/matrix';
import { lastLayer, parameterBlocks, type Layer, type Network } from '@/lib/surrogates/network';
import type { DescentSettings, Embedder, Minibatch, NetworkTrainer } from '@/lib/surrogates/network-engine';
import { checkMinibatch, checkNetwork, checkNetworkFeatures } from '../check-network';
import { rowBlocks } from '../row-blocks';
import { passLayer, swapInner, type LayerPass } from './cpu-layers';
import { softmaxInPlace } from './row-softmax';

const BLOCKS = { values: 2 ** 16, rows: 256 };

/** Training in float64, layer by layer: slow, and what the other engines are held against. */
export function createCpuTrainer(
  network: Network,
  start: Float32Array,
  { momentum, weightDecay }: DescentSettings,
): NetworkTrainer {
  checkNetwork(network, start);
  const blocks = parameterBlocks(network);
  const parameters = Float64Array.from(start);
  const velocity = new Float64Array(parameters.length);

  function step(batch: Minibatch, learningRate: number): number {
    checkMinibatch(network, batch);
    const passes = passForward(network, parameters, batch.features);
    const { loss, slopes } = softmaxLoss(passes.at(-1)?.outputs ?? new Float64Array(), batch, network);
    const gradient = new Float64Array(parameters.length);
    passes.reduceRight<Float64Array>((above, pass) => pass.back(above, gradient), slopes);
    for (const block of blocks) {
      if (!block) continue;
      const biases = block.offset + block.rows * block.columns;
      for (let place = block.offset; place < biases + block.columns; place++) {
        const decay = place < biases ? weightDecay * (parameters[place] as number) : 0;
        velocity[place] = momentum * (velocity[place] as number) + (gradient[place] as number) + decay;
        parameters[place] = (parameters[place] as number) - learningRate * (velocity[place] as number);
      }
    }
    return loss;
  }

  return {
    step: (batch, learningRate) => Promise.resolve().then(() => step(batch, learningRate)),
    parameters: () => Promise.resolve(Float32Array.from(parameters)),
    dispose() {},
  };
}

export function createCpuEmbedder(network: Network, parameters: Float32Array): Embedder {
  checkNetwork(network, parameters);
  const hidden = { layers: network.layers.slice(0, -1) };
  const values = Float64Array.from(parameters);
  const columns = lastLayer(network).inputs;

  function embed(features: Matrix): Matrix {
    checkNetworkFeatures(network, features);
    const data = new Float32Array(features.rows * columns);
    for (const { from, to, rows } of rowBlocks(features, BLOCKS)) {
      const block = features.data.subarray(from * features.columns, to * features.columns);
      const passes = passForward(hidden, values, { data: block, rows, columns: features.columns });
      data.set(passes.at(-1)?.outputs ?? block, from * columns);
    }
    return { data, rows: features.rows, columns };
  }

  return {
    embed: (features) => Promise.resolve().then(() => embed(features)),
    dispose: () => Promise.resolve(),
  };
}

export function passForward(network: Network, parameters: Float64Array, features: Matrix): LayerPass[] {
  const blocks = parameterBlocks(network);
  let values: Float64Array = channelsApart(network.layers[0], Float64Array.from(features.data));
  return network.layers.map((layer, index) => {
    const pass = passLayer(layer, blocks[index] ?? null, parameters, values, features.rows);
    values = pass.outputs;
    return pass;
  });
}

/** Pixels with their channels, as features come, to channels with their pixels, where the first layer looks at images. */
function channelsApart(first: Layer | undefined, values: Float64Array): Float64Array {
  if (first?.kind !== 'convolution') return values;
  const { height, width, channels } = first.image;
  return swapInner(values, height * width, channels);
}

/** (1/n) Σ w · cross-entropy, and its slopes by the logits. */
function softmaxLoss(logits: Float64Array, { labels, weights, features }: Minibatch, network: Network) {
  const { outputs: classes } = lastLayer(network);
  const slopes = logits.slice();
  let loss = 0;
  for (let row = 0; row < features.rows; row++) {
    const weight = (weights[row] as number) / features.rows;
    const label = labels[row] as number;
    const ofRow = slopes.subarray(row * classes, (row + 1) * classes);
    const labelLogit = ofRow[label] as number;
    loss += weight * (softmaxInPlace(ofRow) - labelLogit);
    ofRow[label] = (ofRow[label] as number) - 1;
    for (let k = 0; k < classes; k++) ofRow[k] = (ofRow[k] as number) * weight;
  }
  return { loss, slopes };
}
