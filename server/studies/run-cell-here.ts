import { workerData } from 'node:worker_threads';
import type { StudyConfig } from '@/lib/contracts/study';
import { runCell, type CellOutcome, type CellRequest } from '@/lib/studies/run-cell';
import type { StudyData } from '@/lib/studies/study-data';
import type { EngineName } from '@/lib/surrogates/tensor-engine';
import { loadEngine } from '../tensor/load-engine';
import { replyOf, type ThreadReply } from '../thread-reply';
import { stopSignalOf, type StopFlag } from './stop-flag';

/** What every thread is given once; the arrays are shared, not copied. */
export interface CellThreadData {
  readonly data: StudyData;
  readonly config: StudyConfig;
  readonly engine: EngineName;
}

export interface CellTask {
  readonly request: CellRequest;
  /** raised when whoever asked for the cell wants it no more */
  readonly stop: StopFlag;
}

export type CellReply = ThreadReply<CellOutcome>;

/** The thread's side: loads the engine once, with one thread of its own, and runs the cells that it is sent. */
export async function startCells(): Promise<(task: CellTask) => Promise<CellReply>> {
  const { data, config, engine: name } = workerData as CellThreadData;
  const { engine } = await loadEngine({ force: name, threads: 1 });
  return ({ request, stop }) => replyOf(() => runCell(engine, data, config, request, stopSignalOf(stop)));
}
