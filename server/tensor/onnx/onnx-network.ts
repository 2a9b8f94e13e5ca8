import { Tensor } from 'onnxruntime-node';
import type { InferenceSession } from 'onnxruntime-node';
import type { Matrix } from '@/lib/numeric/matrix';
import { lastLayer, type Network } from '@/lib/surrogates/network';
import type { DescentSettings, Embedder, Minibatch, NetworkTrainer } from '@/lib/surrogates/network-engine';
import { checkMinibatch, checkNetwork, checkNetworkFeatures } from '../check-network';
import { decaysOf } from '../decays';
import { rowBlocks } from '../row-blocks';
import { unshared } from '../unshared';
import { featureTensor } from './block-tensors';
import { embeddingGraph } from './embedding-graph';

/** Few enough images that what lies between two layers stays in the cache. */
const BLOCKS = { values: 2 ** 18, rows: 1024 };

/** For a network that was checked. A step is one run of the graph; parameters and velocities are read from one pair of arrays and written to another. */
export function createOnnxTrainer(
  session: InferenceSession,
  network: Network,
  start: Float32Array,
  { weightDecay }: DescentSettings,
): NetworkTrainer {
  const count = start.length;
  const vector = (values: Float32Array) => new Tensor('float32', values, [count]);
  const decays = vector(decaysOf(network, weightDecay));
  let now = { parameters: vector(start.slice()), velocity: vector(new Float32Array(count)) };
  let next = { parameters: vector(new Float32Array(count)), velocity: vector(new Float32Array(count)) };

  async function step(batch: Minibatch, learningRate: number): Promise<number> {
    checkMinibatch(network, batch);
    const { data, rows, columns } = batch.features;
    const losses = new Float32Array(rows);
    await session.run(
      {
        features: new Tensor('float32', unshared(data), [rows, columns]),
        labels: new Tensor('int32', unshared(batch.labels), [rows]),
        weights: new Tensor(
          'float32',
          batch.weights.map((weight) => weight / rows),
          [rows, 1],
        ),
        rate: new Tensor('float32', Float32Array.of(learningRate), []),
        decays,
        ...now,
      },
      {
        losses: new Tensor('float32', losses, [rows]),
        nextParameters: next.parameters,
        nextVelocity: next.velocity,
      },
    );
    [now, next] = [next, now];
    return losses.reduce((sum, loss) => sum + loss, 0);
  }

  return {
    step,
    parameters: () => Promise.resolve(now.parameters.data.slice()),
    dispose() {},
  };
}

/** The session holds the parameters and lives as long as the embedder. */
export async function createOnnxEmbedder(
  network: Network,
  parameters: Float32Array,
  createSession: (graph: Uint8Array<ArrayBuffer>) => Promise<InferenceSession>,
): Promise<Embedder> {
  checkNetwork(network, parameters);
  const session = await createSession(embeddingGraph(network, parameters));
  const { inputs: columns } = lastLayer(network);
  return {
    async embed(features: Matrix): Promise<Matrix> {
      checkNetworkFeatures(network, features);
      const data = new Float32Array(features.rows * columns);
      for (const block of rowBlocks(features, BLOCKS)) {
        const seen = new Tensor('float32', data.subarray(block.from * columns, block.to * columns), [
          block.rows,
          columns,
        ]);
        await session.run({ features: featureTensor(features, block) }, { seen });
      }
      return { data, rows: features.rows, columns };
    },
    dispose: () => session.release(),
  };
}
