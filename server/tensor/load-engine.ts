import { availableParallelism } from 'node:os';
import { AppError } from '@/lib/errors';
import { ENGINE_NAMES } from '@/lib/surrogates/tensor-engine';
import type { EngineName, TensorEngine } from '@/lib/surrogates/tensor-engine';

/** One loader an engine; each throws what keeps it from loading here. Libraries are imported at the first try only. */
const loaders: Record<EngineName, (threads: number) => Promise<TensorEngine>> = {
  'tfjs-node-gpu': async () => (await import('./tfjs/tfjs-engine')).createTfjsGpuEngine(),
  onnx: async (threads) => (await import('./onnx/onnx-engine')).createOnnxEngine(threads),
  'tfjs-node': async () => (await import('./tfjs/tfjs-engine')).createTfjsNodeEngine(),
  'tfjs-wasm': async () => (await import('./tfjs/tfjs-engine')).createTfjsWasmEngine(),
  cpu: async () => (await import('./cpu/cpu-engine')).createCpuEngine(),
};

export interface LoadedEngine {
  readonly engine: TensorEngine;
  /** The engines before it in the order, and why each did not load. */
  readonly tried: { name: EngineName; reason: string }[];
}

/**
 * Loads the first engine of ENGINE_NAMES that runs here, or the forced one and no other.
 *
 * @param options.threads threads of one evaluation: all cores unless given, 1 where several evaluations run side by side
 * @throws AppError `unavailable` when the forced engine does not load
 */
export async function loadEngine(options: {
  force: EngineName | null;
  threads?: number;
}): Promise<LoadedEngine> {
  const threads = options.threads ?? availableParallelism();
  const tried: LoadedEngine['tried'] = [];
  for (const name of options.force ? [options.force] : ENGINE_NAMES) {
    try {
      return { engine: await loaders[name](threads), tried };
    } catch (error) {
      tried.push({ name, reason: describeFailure(error) });
    }
  }
  throw new AppError(
    'unavailable',
    tried.map(({ name, reason }) => `The engine ${name} does not load: ${reason}`).join(' '),
    'Unset WINNOW_ENGINE to take the first engine that loads, or install what this one needs.',
  );
}

/** Why a library did not load, in one line and without the paths of this machine, for it stands in reports. */
function describeFailure(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return (message.split('\n', 1)[0] ?? message).replace(/ imported from .*/, '');
}
