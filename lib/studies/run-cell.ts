import type { StudyConfig } from '../contracts/study';
import type { TensorEngine } from '../surrogates/tensor-engine';
import type { CellResult } from './cell-result';
import type { ChosenRows } from './choose-rows';
import { runPoint } from './run-point';
import { runSurrogate, type PoolScores } from './run-surrogate';
import type { StudyData } from './study-data';
import type { StudyTask } from './study-plan';

/** A cell and what it needs of its surrogate. */
export interface CellRequest {
  readonly task: StudyTask;
  /** of the whole pool, by score; empty where the task needs none */
  readonly scores: PoolScores;
}

export interface CellOutcome {
  readonly result: CellResult;
  /** what a surrogate hands to the points that follow; empty for points */
  readonly scores: PoolScores;
  /** what a point trained on; null for surrogates */
  readonly chosen: ChosenRows | null;
}

/** Runs one cell of a study: a pure function of data, configuration, task and engine. */
export async function runCell(
  engine: TensorEngine,
  data: StudyData,
  config: StudyConfig,
  { task, scores }: CellRequest,
  signal?: AbortSignal,
): Promise<CellOutcome> {
  if (task.kind === 'surrogate') {
    return { ...(await runSurrogate(engine, data, config, task, signal)), chosen: null };
  }
  return { ...(await runPoint(engine, data, config, task, scores, signal)), scores: {} };
}
