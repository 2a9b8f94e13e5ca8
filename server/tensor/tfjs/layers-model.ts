import type { SymbolicTensor } from '@tensorflow/tfjs-layers';
import { loadLayersModel, model as modelOf, type LayersModel } from '@tensorflow/tfjs-layers';
import type { Tensor, Variable } from '@tensorflow/tfjs-core';
import type { TensorFlow } from './load-tfjs';
import type { LoadedTfjsModel, TfjsModelFiles } from './tfjs-backbone';

/** A model as Keras and TensorFlow.js save it; each of its layers can be its output. */
export async function openLayersModel(tf: TensorFlow, files: TfjsModelFiles): Promise<LoadedTfjsModel> {
  const model = await oneAfterTheOther(() => load(tf, files));
  const outputs = new Map(model.outputNames.map((name, index) => [name, model.outputs[index]]));
  // The last layer first: what comes before the classifier is among the first.
  for (const layer of [...model.layers].reverse()) {
    const output = lastOutput(layer);
    const isInput = model.inputNames.includes(layer.name);
    if (output && !isInput && !outputs.has(layer.name)) outputs.set(layer.name, output);
  }
  const ending = new Map<string, LayersModel>();
  return {
    inputs: model.inputNames.map((name, index) => describe(name, model.inputs[index])),
    outputs: Array.from(outputs, ([name, output]) => describe(name, output)),
    run: (feeds, output) => {
      const ends =
        ending.get(output) ?? modelOf({ inputs: model.inputs, outputs: outputs.get(output) ?? [] });
      ending.set(output, ends);
      return ends.predictOnBatch(model.inputNames.flatMap((name) => feeds[name] ?? [])) as Tensor;
    },
    dispose: () => void model.dispose(),
  };
}

const ZEROS = { class_name: 'Zeros', config: {} };

/** Where anything fails, the weights that were made are disposed of, for TensorFlow.js keeps them otherwise. */
async function load(tf: TensorFlow, { topology, weights, values }: TfjsModelFiles): Promise<LayersModel> {
  // Weights are about to be set, and some ways to draw the first ones take long.
  const modelTopology = JSON.parse(JSON.stringify(topology), (key, value: unknown) =>
    key.endsWith('_initializer') ? ZEROS : value,
  ) as object;
  const registered = () => Object.values<Variable>(tf.engine().state.registeredVariables);
  const before = new Set(registered());
  try {
    const loaded = await loadLayersModel({ load: () => Promise.resolve({ modelTopology }) });
    tf.tidy(() => {
      const tensors = tf.io.decodeWeights(values, [...weights]);
      const trained = weights.filter(({ group }) => group !== 'optimizer');
      loaded.loadWeights(Object.fromEntries(trained.map(({ name }) => [name, tensors[name] as Tensor])));
    });
    // A sequential model has no names of inputs and outputs before it ran.
    return modelOf({ inputs: loaded.inputs, outputs: loaded.outputs });
  } catch (error) {
    tf.dispose(registered().filter((variable) => !before.has(variable)));
    throw error;
  }
}

let last: Promise<unknown> = Promise.resolve();

/** Otherwise one that fails would take the weights of another that is loading for its own. */
function oneAfterTheOther<Result>(work: () => Promise<Result>): Promise<Result> {
  const next = last.then(work);
  last = next.catch(() => null);
  return next;
}

/** Of the last place where a layer stands; none where it gives several tensors. */
function lastOutput(layer: LayersModel['layers'][number]): SymbolicTensor | null {
  const place = layer.inboundNodes.length - 1;
  const output = place < 0 ? [] : layer.getOutputAt(place);
  return Array.isArray(output) ? null : output;
}

function describe(name: string, value: SymbolicTensor | undefined) {
  return { name, type: value?.dtype ?? 'unknown', shape: (value?.shape ?? []).map((size) => size ?? -1) };
}
