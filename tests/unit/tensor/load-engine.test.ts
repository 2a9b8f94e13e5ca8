import { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { ENGINE_NAMES } from '@/lib/surrogates/tensor-engine';
import { loadEngine } from '@/server/tensor/load-engine';

/** Loads an engine in a thread of its own, as studies do, and hands back one loss. */
const THREAD = `
  const { parentPort, workerData } = require('node:worker_threads');
  import('tsx/esm/api').then(async ({ register }) => {
    register();
    const { loadEngine } = await import(workerData.module);
    const { engine } = await loadEngine({ force: workerData.name, threads: 1 });
    const features = { data: Float32Array.of(1, 2, 3, 4), rows: 2, columns: 2 };
    const data = { features, labels: Int32Array.of(0, 1), weights: null, classes: 2 };
    const objective = await engine.softmaxObjective(data);
    const { loss } = await objective.evaluate(new Float64Array(6));
    parentPort.postMessage(loss);
  });
`;

function lossInThread(name: string): Promise<number> {
  const module = new URL('../../../server/tensor/load-engine.ts', import.meta.url).href;
  const worker = new Worker(THREAD, {
    eval: true,
    execArgv: ['--import', 'tsx'],
    workerData: { module, name },
  });
  return new Promise<number>((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
  }).finally(() => worker.terminate());
}

describe('loadEngine', () => {
  it('takes the first that loads and says why those before it did not', async () => {
    const { engine, tried } = await loadEngine({ force: null, threads: 1 });
    expect([...tried.map(({ name }) => name), engine.info.name]).toEqual(
      ENGINE_NAMES.slice(0, tried.length + 1),
    );
    for (const { reason } of tried) expect(reason).toMatch(/\w+/);
    for (const { reason } of tried) expect(reason).not.toContain(process.cwd());
    await engine.dispose();
  });

  it('takes the forced one and no other', async () => {
    for (const name of ['tfjs-wasm', 'cpu'] as const) {
      const { engine, tried } = await loadEngine({ force: name });
      expect(engine.info.name).toBe(name);
      expect(tried).toEqual([]);
    }
  });

  it('says what to do when the forced one does not load', async (context) => {
    const [missing] = (await loadEngine({ force: null })).tried;
    if (!missing) return context.skip('every engine loads here');
    await expect(loadEngine({ force: missing.name })).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining(`${missing.name} does not load: ${missing.reason}`) as string,
      remedy: expect.stringContaining('WINNOW_ENGINE') as string,
    });
  });

  it('runs the threads asked for', async () => {
    const { engine } = await loadEngine({ force: 'onnx', threads: 1 });
    expect(engine.info).toMatchObject({ device: 'cpu', threads: 1 });
    await engine.dispose();
  });

  it.each(['onnx', 'tfjs-wasm', 'cpu'])('%s runs in two worker threads at once', async (name) => {
    const losses = await Promise.all([lossInThread(name), lossInThread(name)]);
    for (const loss of losses) expect(loss).toBeCloseTo(Math.LN2, 6);
  });

  it('leaves the handling of uncaught errors to the process', async () => {
    const listeners = () => [
      ...process.listeners('uncaughtException'),
      ...process.listeners('unhandledRejection'),
    ];
    const before = listeners();
    await loadEngine({ force: 'tfjs-wasm' });
    expect(listeners()).toEqual(before);
  });
});
