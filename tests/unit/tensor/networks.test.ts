import { afterAll, describe, expect, it } from 'vitest';
import type { AppError } from '@/lib/errors';
import type { Matrix } from '@/lib/numeric/matrix';
import { createRandom } from '@/lib/numeric/random';
import { smallCnn, vggStyle } from '@/lib/surrogates/image-networks';
import { initialParameters } from '@/lib/surrogates/initial-parameters';
import { gradientNorms } from '@/lib/scores/gradient/gradient-norms';
import { hiddenLayers } from '@/lib/surrogates/mlp';
import {
  imageSize,
  lastLayer,
  lastLayerParameters,
  layerInputs,
  outputImage,
  type ConvolutionLayer,
  type Layer,
  type MaxPoolLayer,
  type Network,
} from '@/lib/surrogates/network';
import type { Minibatch } from '@/lib/surrogates/network-engine';
import { ENGINE_NAMES, type TensorEngine } from '@/lib/surrogates/tensor-engine';
import { createCpuEngine } from '@/server/tensor/cpu/cpu-engine';
import { loadEngine } from '@/server/tensor/load-engine';
import { loadTfjsWasm } from '@/server/tensor/tfjs/load-tfjs';
import pytorch from '@/tests/support/reference/networks.json';

const engines: TensorEngine[] = [];
for (const name of ENGINE_NAMES) {
  try {
    engines.push((await loadEngine({ force: name, threads: 2 })).engine);
  } catch (error) {
    describe(name, () => it.skip((error as AppError).message, () => {}));
  }
}
const reference = createCpuEngine();

const gray = { height: 10, width: 11, channels: 1 };
const colour = { height: 5, width: 7, channels: 3 };

/** Each padding, odd sides, several channels, a convolution without a pool. */
function mixedConvolutions(): Layer[] {
  const padded: ConvolutionLayer = { kind: 'convolution', image: colour, filters: 4, padding: 1 };
  const pooled: ConvolutionLayer = {
    kind: 'convolution',
    image: outputImage(padded),
    filters: 5,
    padding: 1,
  };
  const pool: MaxPoolLayer = { kind: 'max-pool', image: outputImage(pooled) };
  const size = imageSize(outputImage(pool));
  return [
    padded,
    { kind: 'rectifier', size: imageSize(outputImage(padded)) },
    pooled,
    pool,
    { kind: 'rectifier', size },
    { kind: 'dense', inputs: size, outputs: 3 },
  ];
}

const NETWORKS: Record<string, Network> = {
  'softmax regression': { layers: [{ kind: 'dense', inputs: 7, outputs: 3 }] },
  'two hidden layers': { layers: hiddenLayers(7, [6, 5], 4) },
  'small cnn': { layers: smallCnn(gray, 3) },
  'mixed convolutions': { layers: mixedConvolutions() },
  'vgg style': { layers: vggStyle({ height: 8, width: 9, channels: 2 }, 3) },
};

const DESCENT = { momentum: 0, weightDecay: 0 };

function minibatch(network: Network, rows: number): Minibatch {
  const random = createRandom(5, 'minibatch');
  const columns = layerInputs(network.layers[0] as Layer);
  const { outputs: classes } = lastLayer(network);
  return {
    features: { data: Float32Array.from({ length: rows * columns }, () => random.normal()), rows, columns },
    labels: Int32Array.from({ length: rows }, () => random.integer(classes)),
    weights: Float32Array.from({ length: rows }, () => 0.5 + random.uniform()),
  };
}

/** Parameters after some steps. */
async function train(
  engine: TensorEngine,
  network: Network,
  batches: readonly Minibatch[],
  settings: { momentum: number; weightDecay: number; rate: number; start?: Float32Array },
) {
  const start = settings.start ?? initialParameters(network, 3);
  const trainer = await engine.networkTrainer(network, start, settings);
  const losses: number[] = [];
  for (const batch of batches) losses.push(await trainer.step(batch, settings.rate));
  const parameters = await trainer.parameters();
  trainer.dispose();
  return { losses, parameters };
}

/** The gradient of one minibatch, read off a step so long that the start is lost beside it. */
async function gradientOf(engine: TensorEngine, network: Network, batch: Minibatch, start: Float32Array) {
  const rate = 2 ** 30;
  const { parameters } = await train(engine, network, [batch], { ...DESCENT, rate, start });
  return Float64Array.from(parameters, (value, place) => ((start[place] as number) - value) / rate);
}

async function embed(engine: TensorEngine, network: Network, parameters: Float32Array, features: Matrix) {
  const embedder = await engine.embedder(network, parameters);
  const seen = await embedder.embed(features);
  await embedder.dispose();
  return seen;
}

/** Largest difference, relative to the largest value expected. */
function furthest(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  expect(actual.length).toBe(expected.length);
  let worst = 0;
  let scale = 1e-12;
  for (let index = 0; index < expected.length; index++) {
    const difference = Math.abs((actual[index] as number) - (expected[index] as number));
    worst = Number.isNaN(difference) ? Infinity : Math.max(worst, difference);
    scale = Math.max(scale, Math.abs(expected[index] as number));
  }
  return worst / scale;
}

describe('plain TypeScript', () => {
  it.each(Object.entries(NETWORKS))('%s: the gradient is the slope of the loss', async (_, network) => {
    const start = initialParameters(network, 3);
    const batch = minibatch(network, 5);
    const gradient = await gradientOf(reference, network, batch, start);
    const lossAt = async (place: number, value: number) => {
      const moved = start.slice();
      moved[place] = value;
      const { losses } = await train(reference, network, [batch], { ...DESCENT, rate: 0, start: moved });
      return { loss: losses[0] as number, at: moved[place] };
    };
    const random = createRandom(1, 'places');
    // a large network's losses take long
    const most = start.length > 100_000 ? 12 : 60;
    const places = [...random.sample(start.length, Math.min(most, start.length))];
    for (const place of places) {
      const value = start[place] as number;
      const [above, below] = [await lossAt(place, value + 1e-4), await lossAt(place, value - 1e-4)];
      const slope = (above.loss - below.loss) / (above.at - below.at);
      expect(Math.abs(slope - (gradient[place] as number)), `parameter ${place}`).toBeLessThan(1e-6);
    }
  });
});

describe.each(engines.map((engine) => [engine.info.name, engine] as const))('%s', (name, engine) => {
  afterAll(() => engine.dispose());
  const tolerance = name === 'cpu' ? 1e-12 : 2e-5;

  describe.each(Object.entries(NETWORKS))('%s', (_, network) => {
    it('has the gradient of plain TypeScript', async () => {
      const start = initialParameters(network, 3);
      const batch = minibatch(network, 9);
      const gradient = await gradientOf(engine, network, batch, start);
      expect(furthest(gradient, await gradientOf(reference, network, batch, start))).toBeLessThan(tolerance);
    });

    it('takes the same steps, also with momentum, weight decay and a smaller batch at the end', async () => {
      const settings = { momentum: 0.9, weightDecay: 0.01, rate: 0.05 };
      const batches = [9, 9, 4].map((rows) => minibatch(network, rows));
      const own = await train(engine, network, batches, settings);
      const plain = await train(reference, network, batches, settings);
      expect(furthest(own.losses, plain.losses)).toBeLessThan(tolerance);
      expect(furthest(own.parameters, plain.parameters)).toBeLessThan(tolerance);
    });

    it('has what the last layer sees', async () => {
      const parameters = initialParameters(network, 4);
      const { features } = minibatch(network, 30);
      const seen = await embed(engine, network, parameters, features);
      const plain = await embed(reference, network, parameters, features);
      expect([seen.rows, seen.columns]).toEqual([30, lastLayer(network).inputs]);
      expect(furthest(seen.data, plain.data)).toBeLessThan(tolerance);
    });
  });

  it.each(pytorch.map((example) => [example.name, example] as const))(
    '%s: takes the steps of PyTorch',
    async (_, example) => {
      const network = NETWORKS[example.name] as Network;
      const rows = example.labels.length;
      const columns = example.features.length / rows;
      const batch: Minibatch = {
        features: { data: Float32Array.from(example.features), rows, columns },
        labels: Int32Array.from(example.labels),
        weights: Float32Array.from(example.weights),
      };
      const start = Float32Array.from(example.start);
      const gradient = await gradientOf(engine, network, batch, start);
      expect(furthest(gradient, example.gradient)).toBeLessThan(2e-6);
      const settings = { momentum: 0.9, weightDecay: 0.01, rate: 0.05, start };
      const { losses, parameters } = await train(engine, network, [batch, batch, batch], settings);
      expect(furthest(losses, example.losses)).toBeLessThan(2e-6);
      expect(furthest(parameters, example.end)).toBeLessThan(2e-6);
      const seen = await embed(engine, network, parameters, batch.features);
      expect(furthest(seen.data, example.seen)).toBeLessThan(2e-6);
    },
  );

  it.each(['two hidden layers', 'mixed convolutions'])(
    '%s: the norms of its layers are those of the gradients of single examples',
    async (key) => {
      const network = NETWORKS[key] as Network;
      const parameters = initialParameters(network, 3);
      const { features, labels } = minibatch(network, 4);
      const tracer = await engine.tracer(network, parameters);
      const trace = await tracer.trace(features);
      await tracer.dispose();
      const seen = await embed(engine, network, parameters, features);
      const head = Float64Array.from(lastLayerParameters(network, parameters));
      const { outputs: classes } = lastLayer(network);
      const { probabilities } = await engine.score({ features: seen, parameters: head, classes, scores: [] });
      const norms = gradientNorms({ probabilities, trace }, 'l2', 'all');
      for (let row = 0; row < features.rows; row++) {
        const data = features.data.subarray(row * features.columns, (row + 1) * features.columns);
        const alone = {
          features: { ...features, data, rows: 1 },
          labels: labels.subarray(row, row + 1),
          weights: Float32Array.of(1),
        };
        const gradient = await gradientOf(reference, network, alone, parameters);
        const expected = Math.hypot(...gradient);
        expect(Math.abs(norms(row, labels[row] as number) - expected) / expected).toBeLessThan(1e-5);
      }
    },
  );

  it('gives a tie in a pool to the first, so that a constant background counts once', async () => {
    const network = NETWORKS['small cnn'] as Network;
    const flat = { ...minibatch(network, 4) };
    const batch = { ...flat, features: { ...flat.features, data: flat.features.data.map(() => 0.5) } };
    const start = initialParameters(network, 3);
    const gradient = await gradientOf(engine, network, batch, start);
    expect(furthest(gradient, await gradientOf(reference, network, batch, start))).toBeLessThan(tolerance);
  });

  it('gives the same bytes again, also from shared memory', async () => {
    const network = NETWORKS['small cnn'] as Network;
    const batch = minibatch(network, 20);
    const data = new Float32Array(new SharedArrayBuffer(batch.features.data.byteLength));
    data.set(batch.features.data);
    const settings = { momentum: 0.9, weightDecay: 0.01, rate: 0.05 };
    const once = await train(engine, network, [batch, batch], settings);
    const shared = { ...batch, features: { ...batch.features, data } };
    expect(await train(engine, network, [shared, shared], settings)).toEqual(once);
  });

  it('holds nothing after a training', async () => {
    const tf = await loadTfjsWasm();
    const network = NETWORKS['small cnn'] as Network;
    const useOnce = async () => {
      const batch = minibatch(network, 5);
      const { parameters } = await train(engine, network, [batch], { ...DESCENT, rate: 0.1 });
      await embed(engine, network, parameters, batch.features);
    };
    await useOnce();
    const tensorsBefore = tf.memory().numTensors;
    await useOnce();
    expect(tf.memory().numTensors).toBe(tensorsBefore);
  });

  it('refuses what does not fit together', async () => {
    const network = NETWORKS['two hidden layers'] as Network;
    const start = initialParameters(network, 1);
    const refused = { code: 'bad-input' };
    await expect(engine.networkTrainer(network, start.subarray(1), DESCENT)).rejects.toMatchObject(refused);
    await expect(engine.embedder(network, start.subarray(1))).rejects.toMatchObject(refused);
    const torn = { layers: network.layers.filter((layer) => layer.kind !== 'dense' || layer.inputs !== 6) };
    await expect(engine.networkTrainer(torn, start, DESCENT)).rejects.toMatchObject(refused);
    const trainer = await engine.networkTrainer(network, start, DESCENT);
    const batch = minibatch(network, 3);
    const wrong: Partial<Minibatch>[] = [
      { labels: Int32Array.of(0, 1) },
      { labels: Int32Array.of(0, 1, 4) },
      { weights: Float32Array.of(1, 1, NaN) },
      { features: { data: new Float32Array(18), rows: 3, columns: 6 } },
    ];
    for (const change of wrong) {
      await expect(trainer.step({ ...batch, ...change }, 0.1)).rejects.toMatchObject(refused);
    }
    trainer.dispose();
  });
});
