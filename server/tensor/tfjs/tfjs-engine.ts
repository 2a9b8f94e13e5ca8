import { availableParallelism } from 'node:os';
import type { EngineInfo, TensorEngine } from '@/lib/surrogates/tensor-engine';
import { createCpuObjective } from '../cpu/cpu-objective';
import { createCpuTracer } from '../cpu/cpu-tracer';
import type { BlockLimits } from '../row-blocks';
import { loadTfjsNode, loadTfjsWasm } from './load-tfjs';
import type { TensorFlow } from './load-tfjs';
import { secondMomentOnTfjs } from './tfjs-moment';
import { createTfjsEmbedder, createTfjsTrainer } from './tfjs-network';
import { createTfjsObjective } from './tfjs-objective';
import { projectOnTfjs } from './tfjs-project';
import { scoreOnTfjs } from './tfjs-score';

/** Two megabytes of features at a time, for caches; a device of its own gets more, for each hand-over costs. */
const CPU_BLOCKS: BlockLimits = { values: 2 ** 19, rows: 4096 };
const GPU_BLOCKS: BlockLimits = { values: 2 ** 25, rows: 2 ** 16 };

export async function createTfjsWasmEngine(): Promise<TensorEngine> {
  const info = {
    name: 'tfjs-wasm',
    title: 'TensorFlow.js on WebAssembly',
    device: 'cpu',
    threads: 1,
  } as const;
  return createTfjsEngine(await loadTfjsWasm(), info, CPU_BLOCKS);
}

export async function createTfjsNodeEngine(): Promise<TensorEngine> {
  const threads = availableParallelism();
  const info = { name: 'tfjs-node', title: 'TensorFlow.js on TensorFlow', device: 'cpu', threads } as const;
  return createTfjsEngine(await loadTfjsNode('@tensorflow/tfjs-node'), info, CPU_BLOCKS);
}

/** Without a usable GPU the package computes on the CPU and says nothing; then this engine does not load. */
export async function createTfjsGpuEngine(): Promise<TensorEngine> {
  const tf = await loadTfjsNode('@tensorflow/tfjs-node-gpu');
  const backend = tf.backend() as { isUsingGpuDevice?: boolean };
  if (!backend.isUsingGpuDevice) throw new Error('TensorFlow finds no GPU that it can use.');
  const info = {
    name: 'tfjs-node-gpu',
    title: 'TensorFlow.js on the GPU',
    device: 'gpu',
    threads: 1,
  } as const;
  return createTfjsEngine(tf, info, GPU_BLOCKS);
}

function createTfjsEngine(
  tf: TensorFlow,
  info: Omit<EngineInfo, 'version'>,
  limits: BlockLimits,
): TensorEngine {
  return {
    info: { ...info, version: tf.version_core },
    // TensorFlow.js knows no float64
    softmaxObjective: (data, precision) =>
      Promise.resolve().then(() =>
        precision === 'double' ? createCpuObjective(data) : createTfjsObjective(tf, data, limits),
      ),
    score: (request) => scoreOnTfjs(tf, request, limits),
    secondMoment: (features, weights) => secondMomentOnTfjs(tf, features, weights, limits),
    project: (features, axes, offset) => projectOnTfjs(tf, features, axes, offset, limits),
    networkTrainer: (network, parameters, settings) =>
      Promise.resolve().then(() => createTfjsTrainer(tf, network, parameters, settings)),
    embedder: (network, parameters) =>
      Promise.resolve().then(() => createTfjsEmbedder(tf, network, parameters)),
    // gradients of single examples are of a few examples, or of small networks
    tracer: (network, parameters) => Promise.resolve().then(() => createCpuTracer(network, parameters)),
    // objectives own their tensors, calls dispose of theirs, and the backend belongs to the process
    dispose: () => Promise.resolve(),
  };
}
