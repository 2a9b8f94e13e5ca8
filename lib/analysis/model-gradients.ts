import { gatherRows, type Matrix } from '../numeric/matrix';
import { scoreByName } from '../scores/registry';
import { lastLayer, lastLayerParameters, type Network } from '../surrogates/network';
import type { Embedder } from '../surrogates/network-engine';
import type { SoftmaxData, TensorEngine } from '../surrogates/tensor-engine';

/** What the gradients of some examples in the weights of a network's last layer are made of. */
export interface ModelGradients {
  /** n × m, what the last layer sees */
  readonly inputs: Matrix;
  /** n × K */
  readonly probabilities: Matrix;
  readonly labels: Int32Array;
  /** ‖gradient‖₂ of each */
  readonly norms: Float32Array;
}

/** Gradients of the cross-entropy at the known labels, of any rows of the data. */
export interface GradientReader {
  readonly at: (rows: Int32Array) => Promise<ModelGradients>;
  /** ‖gradient‖₂ of every row, block by block */
  readonly norms: () => Promise<Float32Array>;
  readonly dispose: () => Promise<void>;
}

const BLOCK_ROWS = 8192;
const norm = scoreByName('gradient-norm-labeled:group=last-layer-weights');

/** Opens a network with these parameters for reading gradients. */
export async function readGradients(
  engine: TensorEngine,
  network: Network,
  parameters: Float32Array,
  data: SoftmaxData,
): Promise<GradientReader> {
  const embedder: Embedder | null =
    network.layers.length > 1 ? await engine.embedder(network, parameters) : null;
  const head = Float64Array.from(lastLayerParameters(network, parameters));
  const { outputs: classes } = lastLayer(network);
  const read = async (features: Matrix, labels: Int32Array): Promise<ModelGradients> => {
    const inputs = embedder ? await embedder.embed(features) : features;
    const { probabilities } = await engine.score({ features: inputs, parameters: head, classes, scores: [] });
    return {
      inputs,
      probabilities,
      labels,
      norms: norm.compute({ probabilities, features: inputs, labels }),
    };
  };
  return {
    at: (rows) =>
      read(
        gatherRows(data.features, rows),
        rows.map((row) => data.labels[row] as number),
      ),
    norms: async () => {
      const { rows, columns, data: values } = data.features;
      const norms = new Float32Array(rows);
      for (let start = 0; start < rows; start += BLOCK_ROWS) {
        const end = Math.min(rows, start + BLOCK_ROWS);
        const block = { data: values.subarray(start * columns, end * columns), rows: end - start, columns };
        norms.set((await read(block, data.labels.subarray(start, end))).norms, start);
      }
      return norms;
    },
    dispose: async () => embedder?.dispose(),
  };
}
