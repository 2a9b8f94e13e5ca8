import type { StudyConfig } from '../contracts/study';
import { AppError } from '../errors';
import type { StopSignal } from '../stop-signal';
import type { TensorEngine } from '../surrogates/tensor-engine';
import type { CellResult } from './cell-result';
import type { ChosenRows } from './choose-rows';
import { runPoint } from './run-point';
import { runSurrogate, UNSCORED_POOL, type ScoredPool } from './run-surrogate';
import type { StudyData } from './study-data';
import type { StudyTask } from './study-plan';

/** A cell and what it needs of its surrogate. */
export interface CellRequest {
  readonly task: StudyTask;
  /** by the task's surrogate; `UNSCORED_POOL` where the task needs nothing of it */
  readonly scored: ScoredPool;
}

export interface CellOutcome {
  readonly result: CellResult;
  /** what a surrogate hands to the points that follow; `UNSCORED_POOL` for points */
  readonly scored: ScoredPool;
  /** what a point trained on; null for surrogates */
  readonly chosen: ChosenRows | null;
}

/** Runs one cell of a study: a pure function of data, configuration, task and engine. */
export async function runCell(
  engine: TensorEngine,
  data: StudyData,
  config: StudyConfig,
  { task, scored }: CellRequest,
  signal?: StopSignal,
): Promise<CellOutcome> {
  if (signal?.aborted) throw new AppError('cancelled', 'The study was cancelled.');
  if (task.kind === 'surrogate') {
    return { ...(await runSurrogate(engine, data, config, task, signal)), chosen: null };
  }
  return { ...(await runPoint(engine, data, config, task, scored, signal)), scored: UNSCORED_POOL };
}
