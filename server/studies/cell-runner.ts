import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { Piscina } from 'piscina';
import type { StudyConfig } from '@/lib/contracts/study';
import { runCell, type CellOutcome, type CellRequest } from '@/lib/studies/run-cell';
import type { Matrix } from '@/lib/numeric/matrix';
import type { StudyData } from '@/lib/studies/study-data';
import { principalAxes } from '@/lib/surrogates/principal-axes';
import type { EngineInfo, EngineName, TensorEngine } from '@/lib/surrogates/tensor-engine';
import { loadEngine } from '../tensor/load-engine';
import { valueOf } from '../thread-reply';
import type { CellReply, CellTask, CellThreadData } from './run-cell-here';
import { shareData } from './shared-arrays';
import { createStopFlag, raise } from './stop-flag';

/** Runs cells, several at a time where that is faster. */
export interface CellRunner {
  readonly info: EngineInfo;
  /** cells that it runs at a time */
  readonly workers: number;
  /** @param signal a cell that runs ends soon, one that waits at once, with `cancelled` */
  run(request: CellRequest, signal?: AbortSignal): Promise<CellOutcome>;
  /** Stops all cells, waits until they have ended, and ends the threads. */
  close(): Promise<void>;
}

/** What a study may hold in memory; a thread more is started only while all stay below it. */
const MEMORY_BYTES = 3 * 2 ** 30;
/** Code, engine and small arrays of a thread. */
const THREAD_BYTES = 160 * 2 ** 20;
/** A thread's largest fit holds its rows twice (ours and the engine's). */
const COPIES = 2;

/** One thread a core, fewer where their copies of the largest selection would not fit. */
function threadCount(data: StudyData, wanted: number): number {
  const views = [data, data.turned, ...Object.values(data.featureSets ?? {})];
  const bytes = views.reduce(
    (sum, view) => sum + (view ? view.pool.data.byteLength + view.test.data.byteLength : 0),
    0,
  );
  const perThread = COPIES * data.pool.data.byteLength + THREAD_BYTES;
  return Math.max(1, Math.min(wanted, Math.floor((MEMORY_BYTES - 2 * bytes) / perThread)));
}

/**
 * On a CPU the cells run in worker threads, each with an engine of one thread, because many small fits side by side
 * beat one fit on many threads. A GPU is one device and is fed from here, one cell after the other.
 */
export async function startCellRunner(
  data: StudyData,
  config: StudyConfig,
  options: { readonly engine: EngineName | null; readonly threads?: number | undefined },
): Promise<CellRunner> {
  const { engine } = await loadEngine({ force: options.engine, threads: 1 });
  const prepared = { ...data, turned: await turnData(engine, data) };
  if (engine.info.device === 'gpu') return runOneByOne(engine, prepared, config);
  const { info } = engine;
  await engine.dispose();
  const threads = threadCount(prepared, options.threads ?? availableParallelism());
  return runInThreads(info, prepared, config, threads);
}

/** Turned once for all fits of the study; with one thread, so that the bytes do not depend on how many there are. */
async function turnData(engine: TensorEngine, { pool, test }: StudyData): Promise<StudyData['turned']> {
  const axes = await principalAxes(engine, pool);
  if (!axes) return null;
  const turn = (matrix: Matrix) => engine.project(matrix, axes.axes, axes.offset);
  return { axes, pool: await turn(pool), test: await turn(test) };
}

/** Cells in this thread, each begun when the one before has ended: side by side they would all hold their rows at once. */
export function runOneByOne(engine: TensorEngine, data: StudyData, config: StudyConfig): CellRunner {
  const stopped = new AbortController();
  let last: Promise<unknown> = Promise.resolve();
  return {
    info: engine.info,
    workers: 1,
    run: (request, signal) => {
      const either = signal ? AbortSignal.any([stopped.signal, signal]) : stopped.signal;
      const outcome = last.then(() => runCell(engine, data, config, request, either));
      last = outcome.catch(() => undefined);
      return outcome;
    },
    close: async () => {
      stopped.abort();
      await last;
      await engine.dispose();
    },
  };
}

function runInThreads(info: EngineInfo, data: StudyData, config: StudyConfig, threads: number): CellRunner {
  const closed = new AbortController();
  const threadData: CellThreadData = { data: shareData(data), config, engine: info.name };
  const pool = new Piscina<CellTask, CellReply>({
    filename: fileURLToPath(new URL('./cell-thread.mjs', import.meta.url)),
    execArgv: [],
    workerData: threadData,
    minThreads: threads,
    maxThreads: threads,
    concurrentTasksPerWorker: 1,
  });
  const running = new Set<Promise<CellReply>>();
  return {
    info,
    workers: threads,
    run: async (request, signal) => {
      const stop = createStopFlag();
      const either = signal ? AbortSignal.any([closed.signal, signal]) : closed.signal;
      const stopNow = () => raise(stop);
      if (either.aborted) stopNow();
      either.addEventListener('abort', stopNow, { once: true });
      // never by piscina's signal: it ends the thread, and native code at work in it takes the process along
      const cell = pool.run({ request, stop });
      running.add(cell);
      const reply = await cell.finally(() => {
        running.delete(cell);
        either.removeEventListener('abort', stopNow);
      });
      return valueOf(reply);
    },
    close: async () => {
      closed.abort();
      await Promise.allSettled(running);
      await pool.destroy();
    },
  };
}
