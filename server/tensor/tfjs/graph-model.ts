import { loadGraphModel } from '@tensorflow/tfjs-converter';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { TensorFlow } from './load-tfjs';
import type { LoadedTfjsModel, TfjsModelFiles } from './tfjs-backbone';

/** A graph as TensorFlow exports it. It runs in one go: graphs with loops and conditions, which may never end, are refused. */
export async function openGraphModel(_: TensorFlow, files: TfjsModelFiles): Promise<LoadedTfjsModel> {
  const { topology: modelTopology, signature, weights, values: weightData } = files;
  const weightSpecs = [...weights];
  const model = await loadGraphModel({
    load: () => Promise.resolve({ modelTopology, signature, weightSpecs, weightData }),
  });
  const describe = ({ name, dtype, shape }: (typeof model.inputs)[number]) => ({
    name,
    type: dtype,
    // An export may leave the shape open; only images are read by these models.
    shape: shape ?? [-1, -1, -1, 3],
  });
  const outputs = model.outputs.map(describe);
  const known = new Set(outputs.map(({ name }) => name));
  const inside = computedNodes(modelTopology).filter((name) => !known.has(name));
  return {
    inputs: model.inputs.map(describe),
    outputs: [...outputs, ...inside.map((name) => ({ name, type: 'unknown', shape: [] }))],
    run: (feeds, output) => model.execute({ ...feeds }, output) as Tensor,
    dispose: () => model.dispose(),
  };
}

/** Nodes that calculate something, the last one first: what comes before the classifier is among the first. */
function computedNodes(topology: object): string[] {
  const nodes = 'node' in topology && Array.isArray(topology.node) ? (topology.node as unknown[]) : [];
  return nodes
    .flatMap((node) => {
      const { name, op } = (node ?? {}) as { name?: unknown; op?: unknown };
      return typeof name === 'string' && op !== 'Const' && op !== 'Placeholder' ? [name] : [];
    })
    .reverse();
}
