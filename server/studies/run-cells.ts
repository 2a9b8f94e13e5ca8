import { AppError } from '@/lib/errors';
import type { CellResult } from '@/lib/studies/cell-result';
import type { ChosenRows } from '@/lib/studies/choose-rows';
import { runOverlap } from '@/lib/studies/run-overlap';
import { UNSCORED_POOL, type ScoredPool } from '@/lib/studies/run-surrogate';
import { looksAtLastLayer, needsProbabilities, strategyScheme } from '@/lib/studies/strategy-scheme';
import type { OverlapTask, PointTask, StudyPlan, StudyTask, SurrogateTask } from '@/lib/studies/study-plan';
import { taskCost } from '@/lib/studies/task-cost';
import type { OpenStudy } from './open-study';
import type { ScoredPools } from './scored-pools';
import { shareScored } from './shared-arrays';
import { runSchedule } from './study-schedule';

/** What a study hands to the world, and takes from it, while its cells run. */
export interface CellWorld {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: StudyProgress) => void) | undefined;
  /**
   * Results of an earlier attempt, or of any other study, by key; these cells are not run again. A key names data,
   * engine and all that the cell depends on, so that those of other studies do no harm.
   */
  readonly finishedCells?: ReadonlyMap<string, CellResult> | undefined;
  /** keeps a result; the study waits for it */
  readonly onCell?: ((key: string, result: CellResult) => Promise<void>) | undefined;
  /** what a point was trained on; not called for finished cells */
  readonly onChosen?: ((task: PointTask, chosen: ChosenRows) => Promise<void>) | undefined;
  /** what finished surrogates handed over; without it they are run again where a cell needs that */
  readonly scoredPools?: ScoredPools | undefined;
}

export interface StudyProgress {
  /** cells, those of an earlier attempt included */
  readonly done: number;
  readonly total: number;
  /** share of the estimated work that is done, 0 … 1; large fits weigh more */
  readonly share: number;
  /** from the pace so far; null before the first cell */
  readonly secondsLeft: number | null;
}

/**
 * Runs the cells of a plan that have no result yet.
 *
 * @param plan the study's own, or a share of it
 * @param atOnce cells at a time
 * @returns every cell's result by the plan's keys
 */
export async function runCells(
  study: OpenStudy,
  world: CellWorld,
  { plan = study.plan, atOnce = study.runner.workers }: { plan?: StudyPlan; atOnce?: number } = {},
): Promise<ReadonlyMap<string, CellResult>> {
  const results = new Map<string, CellResult>();
  const work = new StudyWork(study, world, plan, results);
  try {
    world.signal?.throwIfAborted();
    await runSchedule(work.open(), {
      workers: atOnce,
      cost: (task) => work.cost(task),
      isReady: (task) => work.isReady(task),
      run: (task) => work.runTask(task),
    });
    return results;
  } catch (error) {
    if (world.signal?.aborted) throw new AppError('cancelled', 'The study was cancelled.');
    throw error;
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
    private readonly study: OpenStudy,
    private readonly world: CellWorld,
    private readonly plan: StudyPlan,
    private readonly results: Map<string, CellResult>,
  ) {
    const all = [...plan.surrogateTasks, ...plan.pointTasks];
    for (const { key } of [...all, ...plan.overlapTasks]) {
      const known = world.finishedCells?.get(study.scope + key);
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
    return taskCost(this.plan.config, task, this.study.data.pool.rows);
  }

  isReady(task: StudyTask): boolean {
    return task.kind === 'surrogate' || task.surrogateKey === null || this.scored.has(task.surrogateKey);
  }

  async runTask(task: StudyTask): Promise<void> {
    await (task.kind === 'point' ? this.runPoint(task) : this.runSurrogate(task));
    this.costDone += this.cost(task);
    await this.runOverlaps();
    this.tell();
  }

  private async runPoint(task: PointTask): Promise<void> {
    const request = { task, scored: this.partFor(task) };
    const { result, chosen } = await this.study.runner.run(request, this.world.signal);
    if (chosen) await this.world.onChosen?.(task, chosen);
    if (task.surrogateKey !== null) this.release(task.surrogateKey);
    await this.keep(task.key, result);
  }

  /** What it hands over is kept before its result, so that a finished surrogate has both. */
  private async runSurrogate(task: SurrogateTask): Promise<void> {
    const { key } = task;
    const { scoredPools } = this.world;
    const kept = this.results.has(key) ? await scoredPools?.find(key) : null;
    if (kept) return this.handOver(key, kept);
    const request = { task, scored: UNSCORED_POOL };
    const { result, scored } = await this.study.runner.run(request, this.world.signal);
    const shared = shareScored(scored);
    await scoredPools?.keep(key, shared);
    this.handOver(key, shared);
    await this.keep(key, result);
  }

  private handOver(key: string, scored: ScoredPool): void {
    if (this.readers.has(key)) this.scored.set(key, scored);
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
    await this.world.onCell?.(this.study.scope + key, result);
    this.results.set(key, result);
  }

  /** Only what the task looks at, because all of it goes to its thread. */
  private partFor(task: PointTask): ScoredPool {
    const scored = task.surrogateKey !== null && this.scored.get(task.surrogateKey);
    if (!scored || !task.strategy) return UNSCORED_POOL;
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
    this.world.onProgress?.({
      done,
      total: this.total,
      share: this.totalCost > 0 ? Math.min(1, this.costDone / this.totalCost) : 1,
      secondsLeft: costHere > 0 ? (seconds * Math.max(0, this.totalCost - this.costDone)) / costHere : null,
    });
  }
}
