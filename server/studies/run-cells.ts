import { AppError } from '@/lib/errors';
import type { CellResult } from '@/lib/studies/cell-result';
import { runOverlap } from '@/lib/studies/run-overlap';
import { UNSCORED_POOL, type ScoredPool } from '@/lib/studies/run-surrogate';
import { looksAtLastLayer, needsProbabilities, strategyScheme } from '@/lib/studies/strategy-scheme';
import type { OverlapTask, StudyPlan, StudyTask } from '@/lib/studies/study-plan';
import { taskCost } from '@/lib/studies/task-cost';
import type { CellRunner } from './cell-runner';
import type { StudyRun } from './run-study';
import { shareScored } from './shared-arrays';
import { runSchedule } from './study-schedule';

/**
 * Runs the cells of a plan that have no result yet.
 *
 * @param scope in front of every key that goes to or comes from the world: data and engine
 * @returns every cell's result by the plan's keys
 */
export async function runCells(
  run: StudyRun,
  runner: CellRunner,
  plan: StudyPlan,
  scope: string,
): Promise<ReadonlyMap<string, CellResult>> {
  const results = new Map<string, CellResult>();
  const work = new StudyWork(run, runner, plan, scope, results);
  const stop = () => runner.stop();
  run.signal?.addEventListener('abort', stop, { once: true });
  try {
    run.signal?.throwIfAborted();
    await runSchedule(work.open(), {
      workers: runner.workers,
      cost: (task) => work.cost(task),
      isReady: (task) => work.isReady(task),
      run: (task) => work.runTask(task),
    });
    return results;
  } catch (error) {
    if (run.signal?.aborted) throw new AppError('cancelled', 'The study was cancelled.');
    throw error;
  } finally {
    run.signal?.removeEventListener('abort', stop);
  }
}

class StudyWork {
  /** what surrogates handed over, by their keys, while a cell still needs it */
  private readonly scored = new Map<string, ScoredPool>();
  /** cells that still need a surrogate's scores */
  private readonly readers = new Map<string, number>();
  private readonly overlaps: OverlapTask[];
  private readonly tasks: readonly StudyTask[];
  private readonly startedAt = performance.now();
  private readonly total: number;
  private readonly totalCost: number;
  private readonly costBefore: number;
  private costDone: number;

  constructor(
    private readonly run: StudyRun,
    private readonly runner: CellRunner,
    private readonly plan: StudyPlan,
    private readonly scope: string,
    private readonly results: Map<string, CellResult>,
  ) {
    const all = [...plan.surrogateTasks, ...plan.pointTasks];
    for (const { key } of [...all, ...plan.overlapTasks]) {
      const known = run.finishedCells?.get(scope + key);
      if (known) results.set(key, known);
    }
    this.overlaps = plan.overlapTasks.filter(({ key }) => !results.has(key));
    const points = plan.pointTasks.filter(({ key }) => !results.has(key));
    for (const { surrogateKey } of points) if (surrogateKey !== null) this.addReader(surrogateKey);
    for (const { surrogateKeys } of this.overlaps) surrogateKeys.forEach((key) => this.addReader(key));
    // a finished surrogate is run again where a cell still needs its scores
    const surrogates = plan.surrogateTasks.filter(({ key }) => this.readers.has(key) || !results.has(key));
    this.tasks = [...surrogates, ...points];
    const costOf = (tasks: readonly StudyTask[]) => tasks.reduce((sum, task) => sum + this.cost(task), 0);
    this.total = all.length;
    this.totalCost = costOf(all);
    this.costBefore = Math.max(0, this.totalCost - costOf(this.tasks));
    this.costDone = this.costBefore;
    this.tell();
  }

  open(): readonly StudyTask[] {
    return this.tasks;
  }

  cost(task: StudyTask): number {
    return taskCost(this.plan.config, task, this.run.data.pool.rows);
  }

  isReady(task: StudyTask): boolean {
    return task.kind === 'surrogate' || task.surrogateKey === null || this.scored.has(task.surrogateKey);
  }

  async runTask(task: StudyTask): Promise<void> {
    const outcome = await this.runner.run({ task, scored: this.partFor(task) });
    if (task.kind === 'point') {
      if (outcome.chosen) await this.run.onChosen?.(task, outcome.chosen);
      if (task.surrogateKey !== null) this.release(task.surrogateKey);
    } else if (this.readers.has(task.key)) {
      this.scored.set(task.key, shareScored(outcome.scored));
    }
    await this.keep(task.key, outcome.result);
    this.costDone += this.cost(task);
    await this.runOverlaps();
    this.tell();
  }

  /** Those whose surrogates have both scored the pool. */
  private async runOverlaps(): Promise<void> {
    for (let place = this.overlaps.length - 1; place >= 0; place--) {
      const task = this.overlaps[place] as OverlapTask;
      const scores = task.surrogateKeys.map((key) => this.scored.get(key)?.scores[task.score]);
      const [left, right] = scores;
      if (!left || !right) continue;
      this.overlaps.splice(place, 1);
      await this.keep(task.key, runOverlap(this.plan.config, task, [left, right]));
      task.surrogateKeys.forEach((key) => this.release(key));
    }
  }

  private async keep(key: string, result: CellResult): Promise<void> {
    if (this.results.has(key)) return;
    await this.run.onCell?.(this.scope + key, result);
    this.results.set(key, result);
  }

  /** Only what the task looks at, because all of it goes to its thread. */
  private partFor(task: StudyTask): ScoredPool {
    const scored = task.kind === 'point' && task.surrogateKey !== null && this.scored.get(task.surrogateKey);
    if (!scored || task.kind !== 'point' || !task.strategy) return UNSCORED_POOL;
    const { scoreName } = strategyScheme(task.strategy);
    const values = scoreName === null ? undefined : scored.scores[scoreName];
    return {
      scores: scoreName !== null && values ? { [scoreName]: values } : {},
      probabilities: needsProbabilities(task.strategy) ? scored.probabilities : null,
      lastLayer: looksAtLastLayer(task.strategy) ? scored.lastLayer : null,
    };
  }

  private addReader(key: string): void {
    this.readers.set(key, (this.readers.get(key) ?? 0) + 1);
  }

  private release(key: string): void {
    const left = (this.readers.get(key) ?? 0) - 1;
    this.readers.set(key, left);
    if (left <= 0) this.scored.delete(key);
  }

  private tell(): void {
    const keys = [...this.plan.surrogateTasks, ...this.plan.pointTasks];
    const done = keys.filter(({ key }) => this.results.has(key)).length;
    const costHere = this.costDone - this.costBefore;
    const seconds = (performance.now() - this.startedAt) / 1000;
    this.run.onProgress?.({
      done,
      total: this.total,
      share: this.totalCost > 0 ? Math.min(1, this.costDone / this.totalCost) : 1,
      secondsLeft: costHere > 0 ? (seconds * Math.max(0, this.totalCost - this.costDone)) / costHere : null,
    });
  }
}
