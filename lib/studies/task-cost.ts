import type { StudyConfig } from '../contracts/study';
import type { StudyTask } from './study-plan';

/** Fits that a search for a ridge takes beside the one that is kept, in units of it: they are loose and begin warm. */
const SEARCH_FITS = 4;
const FOLDS = 5;
/** What a cell takes beside its fit, as rows more: choosing among the pool, measuring. */
const OVERHEAD_ROWS = 500;
/** Passes over the features: of a fit, of choosing and scoring. */
const FIT_PASSES = 100;

/**
 * How long a cell will take beside others of its study, in rows that a fit passes over: estimates order the work and
 * tell how much of it is left. Features and classes are the same for all and cancel out.
 */
export function taskCost(config: StudyConfig, task: StudyTask, poolRows: number): number {
  const once = OVERHEAD_ROWS + poolRows / FIT_PASSES;
  if (task.kind === 'surrogate') {
    const { surrogate, sizes } = task;
    const searches = surrogate.ridge === 'cv' && surrogate.model === 'softmax';
    return once + sizes.seed * (searches ? 1 + (SEARCH_FITS * (FOLDS - 1)) / 2 : 1);
  }
  const searches = typeof task.arm.ridge !== 'number';
  return once + task.kept * (searches && config.finalModel.model === 'softmax' ? 1 + SEARCH_FITS : 1);
}
