import type { Strategy, StudyConfig, StudySurrogate } from '../contracts/study';
import { AppError } from '../errors';

/** Trains one repeat's surrogate and scores the pool with it. */
export interface SurrogateTask {
  readonly kind: 'surrogate';
  readonly key: string;
  readonly repeat: number;
  readonly surrogate: StudySurrogate;
}

/** Selects, trains the final model and measures it: one point of one repeat. */
export interface PointTask {
  readonly kind: 'point';
  readonly key: string;
  readonly repeat: number;
  readonly surrogate: StudySurrogate;
  /** null: all rows, whatever the strategy */
  readonly strategy: Strategy | null;
  readonly fraction: number;
  /** labels that the final model is trained on */
  readonly kept: number;
}

export type StudyTask = SurrogateTask | PointTask;

/** A strategy's points under one surrogate; `keys[repeat]` is the cell of each. */
export interface PlannedCurve {
  readonly surrogate: StudySurrogate;
  readonly strategy: Strategy;
  readonly points: readonly {
    readonly fraction: number;
    readonly kept: number;
    readonly keys: readonly string[];
  }[];
}

/** All work of a study, and where each result goes. */
export interface StudyPlan {
  readonly config: StudyConfig;
  readonly surrogateTasks: readonly SurrogateTask[];
  readonly pointTasks: readonly PointTask[];
  readonly curves: readonly PlannedCurve[];
  readonly fullPool: {
    readonly surrogate: StudySurrogate;
    readonly kept: number;
    readonly keys: readonly string[];
  };
}

/**
 * How many rows of the pool a surrogate's labels are: `labels` itself, or below 1 that share of the pool.
 *
 * @throws AppError `bad-input` when no row of the pool is left to select
 */
export function surrogateLabelCount(surrogate: StudySurrogate, poolRows: number): number {
  const count =
    surrogate.labels < 1 ? Math.max(1, Math.round(surrogate.labels * poolRows)) : surrogate.labels;
  if (count >= poolRows) {
    throw new AppError(
      'bad-input',
      `The surrogate “${surrogate.name}” takes ${count} labels, but the pool has ${poolRows} rows.`,
      'Lower its labels in the study configuration: what is left of the pool is selected from.',
    );
  }
  return count;
}

/**
 * How many labels the final model of a fraction is trained on. Without `seedLabelsCount` the fraction is one of the
 * rows that the surrogate left in the pool. With it the surrogate's labels are paid from the same budget and train the
 * final model too, so that the fraction is one of the whole pool, and no point can be smaller than what the surrogate
 * took.
 */
export function keptCount(config: StudyConfig, fraction: number, poolRows: number, seedRows: number): number {
  if (config.seedLabelsCount) return Math.max(seedRows, Math.round(fraction * poolRows));
  return Math.max(1, Math.round(fraction * (poolRows - seedRows)));
}

/** The part of a cell's key that names the strategy; strategies that differ in a parameter differ here. */
export function strategyKey(strategy: Strategy): string {
  return typeof strategy === 'string' ? strategy : JSON.stringify(strategy);
}

/**
 * Lays out a study as cells that know nothing of each other: one surrogate for each repeat and surrogate, then one
 * point for each strategy and fraction. Fraction 1 keeps every row whatever the strategy, so all curves share one cell
 * of it, which is also the full-pool reference. O(repeats × surrogates × strategies × fractions).
 *
 * @param config as resolved
 * @param poolRows rows of the whole pool
 */
export function planStudy(config: StudyConfig, poolRows: number): StudyPlan {
  const surrogateTasks: SurrogateTask[] = [];
  const pointTasks = new Map<string, PointTask>();
  const repeats = [...Array(config.repeats).keys()];
  const reference = config.surrogates.reduce((least, surrogate) =>
    surrogateLabelCount(surrogate, poolRows) < surrogateLabelCount(least, poolRows) ? surrogate : least,
  );

  const addPoint = (surrogate: StudySurrogate, strategy: Strategy | null, fraction: number) => {
    const kept = keptCount(config, fraction, poolRows, surrogateLabelCount(surrogate, poolRows));
    const keys = repeats.map((repeat) => {
      const key = `${repeat}/${surrogate.name}/${strategy ? `${strategyKey(strategy)}/${fraction}` : 'full-pool'}`;
      pointTasks.set(key, { kind: 'point', key, repeat, surrogate, strategy, fraction, kept });
      return key;
    });
    return { fraction, kept, keys };
  };

  const fullPool = { surrogate: reference, ...addPoint(reference, null, 1) };
  const curves: PlannedCurve[] = [];
  for (const surrogate of config.surrogates) {
    for (const repeat of repeats) {
      surrogateTasks.push({
        kind: 'surrogate',
        key: `${repeat}/${surrogate.name}/surrogate`,
        repeat,
        surrogate,
      });
    }
    for (const strategy of config.strategies) {
      const points = config.fractions.map((fraction) =>
        addPoint(surrogate, fraction === 1 ? null : strategy, fraction),
      );
      curves.push({ surrogate, strategy, points });
    }
  }
  return { config, surrogateTasks, pointTasks: [...pointTasks.values()], curves, fullPool };
}
