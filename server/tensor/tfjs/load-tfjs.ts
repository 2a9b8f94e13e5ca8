import util from 'node:util';
import type * as tensorFlowCore from '@tensorflow/tfjs-core';
import type { EngineName } from '@/lib/surrogates/tensor-engine';

/** TensorFlow.js as all its packages offer it. */
export type TensorFlow = typeof tensorFlowCore;

const LOADERS = {
  'tfjs-node-gpu': () => loadTfjsNode('@tensorflow/tfjs-node-gpu'),
  'tfjs-node': () => loadTfjsNode('@tensorflow/tfjs-node'),
  'tfjs-wasm': loadTfjsWasm,
};

/** TensorFlow.js on the engine asked for where it is one of its own, else on the first that starts here. */
export async function loadTfjs(engine: EngineName | null): Promise<TensorFlow> {
  if (engine !== null && engine in LOADERS) return LOADERS[engine as keyof typeof LOADERS]();
  for (const load of [LOADERS['tfjs-node-gpu'], LOADERS['tfjs-node']]) {
    const loaded = await load().catch(() => null);
    if (loaded) return loaded;
  }
  return loadTfjsWasm();
}

/** TensorFlow.js on WebAssembly with 128-bit SIMD; one thread, for its threads do not start in Node. */
export async function loadTfjsWasm(): Promise<TensorFlow> {
  const tf = await import('@tensorflow/tfjs-core');
  await import('@tensorflow/tfjs-backend-wasm');
  const started = await withoutNewListeners(() => tf.setBackend('wasm'));
  if (!started) throw new Error('The backend wasm does not start.');
  return tf;
}

/** Emscripten's start code listens to uncaught errors of the whole process and throws them anew, out of itself. */
async function withoutNewListeners<Result>(work: () => Promise<Result>): Promise<Result> {
  const before = new Set<unknown>([
    ...process.listeners('uncaughtException'),
    ...process.listeners('unhandledRejection'),
  ]);
  try {
    return await work();
  } finally {
    for (const listener of process.listeners('uncaughtException')) {
      if (!before.has(listener)) process.removeListener('uncaughtException', listener);
    }
    for (const listener of process.listeners('unhandledRejection')) {
      if (!before.has(listener)) process.removeListener('unhandledRejection', listener);
    }
  }
}

/**
 * TensorFlow.js on the TensorFlow library. Its packages are optional: their install scripts fetch that library from
 * outside npm. So neither the types nor the bundler (the comment is Next's) may need them, hence the name as a value.
 */
export async function loadTfjsNode(packageName: string): Promise<TensorFlow> {
  restoreIsNullOrUndefined();
  const loaded = (await import(/* webpackIgnore: true */ packageName)) as TensorFlow & {
    default?: TensorFlow;
  };
  const tf = loaded.default ?? loaded;
  if (!(await tf.setBackend('tensorflow'))) throw new Error('The backend tensorflow does not start.');
  return tf;
}

/** Node 23 took `util.isNullOrUndefined` away; tfjs-node 4.22 still calls it. */
function restoreIsNullOrUndefined(): void {
  const functions = util as unknown as Record<string, unknown>;
  functions.isNullOrUndefined ??= (value: unknown) => value === null || value === undefined;
}
