import type { Strategy, StudyConfig, StudySurrogate } from '../contracts/study';
import { finalArms, fullPoolArm, type FinalArm } from './final-arms';
import { splitSizes, type SplitSizes } from './pool-split';
import { needsSurrogate, scoresOfStudy, strategyScheme } from './strategy-scheme';
import { EXTERNAL_MODEL, modelOf } from './study-model';

/** Raised when surrogates other than softmax regression begin to hand other numbers to the selections. */
const SCORING_REVISION = 2;
/** Raised when the search for a ridge begins to find others. */
const SEARCH_REVISION = 2;

interface Task {
  /** what the cell computes: two cells with the same key are one, in this study and in any other on the same data */
  readonly key: string;
  readonly repeat: number;
}

/** Trains one repeat's surrogate and scores the pool with it. */
export interface SurrogateTask extends Task {
  readonly kind: 'surrogate';
  readonly surrogate: StudySurrogate;
  readonly sizes: SplitSizes;
}

/** Selects, trains the final model and measures it: one point of one repeat. */
export interface PointTask extends Task {
  readonly kind: 'point';
  readonly surrogate: StudySurrogate;
  /** cell of the surrogate whose scores the strategy acts on; null where it looks at none */
  readonly surrogateKey: string | null;
  readonly sizes: SplitSizes;
  /** null: all rows, whatever the strategy */
  readonly strategy: Strategy | null;
  readonly fraction: number;
  /** labels that the final model is trained on */
  readonly kept: number;
  readonly arm: FinalArm;
}

/** Compares what two surrogates of one repeat put first. Needs no fit. */
export interface OverlapTask extends Task {
  readonly kind: 'overlap';
  readonly score: string;
  /** cells of both surrogates */
  readonly surrogateKeys: readonly [string, string];
  readonly sizes: readonly [SplitSizes, SplitSizes];
}

/** What the engine computes. */
export type StudyTask = SurrogateTask | PointTask;

/** `keys[repeat]` is the cell of each repeat. */
export interface PlannedPoint {
  readonly fraction: number;
  readonly kept: number;
  readonly keys: readonly string[];
  /** random with as many labels as this point and its surrogate took together; null where it needs no surrogate */
  readonly equalLabels: { readonly kept: number; readonly keys: readonly string[] } | null;
}

/** A strategy's points under one surrogate and arm. */
export interface PlannedCurve {
  readonly surrogate: StudySurrogate;
  readonly strategy: Strategy;
  readonly arm: FinalArm;
  readonly points: readonly PlannedPoint[];
}

export interface PlannedOverlap {
  readonly surrogates: readonly [string, string];
  readonly score: string;
  readonly keys: readonly string[];
}

/** All work of a study, and where each result goes. */
export interface StudyPlan {
  readonly config: StudyConfig;
  /** by the surrogate's name */
  readonly sizes: ReadonlyMap<string, SplitSizes>;
  readonly surrogateTasks: readonly SurrogateTask[];
  readonly pointTasks: readonly PointTask[];
  readonly overlapTasks: readonly OverlapTask[];
  /** cells of each surrogate's repeats, by its name */
  readonly surrogateKeys: ReadonlyMap<string, readonly string[]>;
  readonly curves: readonly PlannedCurve[];
  readonly overlaps: readonly PlannedOverlap[];
  readonly fullPool: {
    readonly surrogate: StudySurrogate;
    readonly kept: number;
    readonly keys: readonly string[];
  } | null;
}

/**
 * How many labels the final model of a fraction is trained on. Without `seedLabelsCount` the fraction is one of the
 * rows that can be selected. With it the surrogate's labels are paid from the same budget and train the final model
 * too, so that the fraction is one of the whole pool, and no point can be smaller than what the surrogate took.
 */
export function keptCount(
  config: StudyConfig,
  fraction: number,
  sizes: SplitSizes,
  poolRows: number,
): number {
  const { seed, remaining } = sizes;
  if (!config.seedLabelsCount) return Math.max(1, Math.round(fraction * remaining));
  return Math.min(seed + remaining, Math.max(seed, Math.round(fraction * poolRows)));
}

/**
 * Lays out a study as cells that know nothing of each other: one surrogate for each repeat and surrogate, then one
 * point for each strategy, fraction and arm.
 *
 * A cell's key says all that its result depends on beside the data and the engine, and nothing else: names are not in
 * it, nor is what other cells there are. So cells that come to the same are computed once (random does not depend on
 * the surrogate where the pools are the same; fraction 1 keeps every row whatever the strategy), a study that was cut
 * off goes on where it was, and one with more repeats or fractions computes only what is new.
 *
 * @param config as resolved
 * @param poolRows rows of the whole pool
 * @param fingerprints of data that only some surrogates look at, by the surrogate's name
 * O(repeats × surrogates × strategies × fractions × arms).
 */
export function planStudy(
  config: StudyConfig,
  poolRows: number,
  fingerprints: Readonly<Record<string, string>> = {},
): StudyPlan {
  const planner = new StudyPlanner(config, poolRows, fingerprints);
  const arms = finalArms(config);
  const curves = config.surrogates.flatMap((surrogate) =>
    arms.flatMap((arm) => config.strategies.map((strategy) => planner.curve(surrogate, strategy, arm))),
  );
  const overlaps = planner.overlaps();
  const fullPool = config.fullPool ? planner.fullPool() : null;
  return { config, curves, overlaps, fullPool, ...planner.tasks() };
}

class StudyPlanner {
  private readonly sizes = new Map<string, SplitSizes>();
  private readonly surrogateKeys = new Map<string, readonly string[]>();
  private readonly surrogateTasks = new Map<string, SurrogateTask>();
  private readonly pointTasks = new Map<string, PointTask>();
  private readonly overlapTasks = new Map<string, OverlapTask>();
  private readonly repeats: readonly number[];

  constructor(
    private readonly config: StudyConfig,
    private readonly poolRows: number,
    fingerprints: Readonly<Record<string, string>>,
  ) {
    this.repeats = [...Array(config.repeats).keys()];
    for (const surrogate of config.surrogates) {
      const sizes = splitSizes(config, surrogate, poolRows);
      this.sizes.set(surrogate.name, sizes);
      const { model, ridge } = surrogate;
      const keys = this.repeats.map((repeat) => {
        const key = this.key('surrogate', repeat, {
          model,
          ridge,
          seed: sizes.seed,
          own: fingerprints[surrogate.name],
          revision:
            model === EXTERNAL_MODEL || modelOf(model).name !== 'softmax' ? SCORING_REVISION : undefined,
          search: ridge === 'cv' ? SEARCH_REVISION : undefined,
        });
        this.surrogateTasks.set(key, { kind: 'surrogate', key, repeat, surrogate, sizes });
        return key;
      });
      this.surrogateKeys.set(surrogate.name, keys);
    }
  }

  tasks() {
    return {
      sizes: this.sizes,
      surrogateKeys: this.surrogateKeys,
      surrogateTasks: [...this.surrogateTasks.values()],
      pointTasks: [...this.pointTasks.values()],
      overlapTasks: [...this.overlapTasks.values()],
    };
  }

  curve(surrogate: StudySurrogate, strategy: Strategy, arm: FinalArm): PlannedCurve {
    const { config } = this;
    const sizes = this.sizesOf(surrogate);
    const points = config.fractions.map((fraction): PlannedPoint => {
      const kept = keptCount(config, fraction, sizes, this.poolRows);
      const keys = this.point(surrogate, fraction === 1 ? null : strategy, arm, fraction, kept);
      return {
        fraction,
        kept,
        keys,
        equalLabels: this.equalLabels(surrogate, strategy, arm, fraction, kept),
      };
    });
    return { surrogate, strategy, arm, points };
  }

  /** Where the surrogate's labels train the final model too, random beside it has as many labels already. */
  private equalLabels(
    surrogate: StudySurrogate,
    strategy: Strategy,
    arm: FinalArm,
    fraction: number,
    kept: number,
  ): PlannedPoint['equalLabels'] {
    const { labels, remaining } = this.sizesOf(surrogate);
    const together = kept + labels;
    const { equalLabels, seedLabelsCount } = this.config;
    if (!equalLabels || seedLabelsCount || labels === 0) return null;
    if (fraction === 1 || together > remaining || !needsSurrogate(strategy)) return null;
    return { kept: together, keys: this.point(surrogate, 'random', arm, fraction, together) };
  }

  fullPool(): StudyPlan['fullPool'] {
    const surrogate = this.config.surrogates.reduce((least, other) =>
      this.sizesOf(other).removed < this.sizesOf(least).removed ? other : least,
    );
    const kept = keptCount(this.config, 1, this.sizesOf(surrogate), this.poolRows);
    return { surrogate, kept, keys: this.point(surrogate, null, fullPoolArm(this.config), 1, kept) };
  }

  /** Every pair of surrogates by every score of the study. */
  overlaps(): PlannedOverlap[] {
    const { surrogates } = this.config;
    const fractions = this.config.fractions.filter((fraction) => fraction < 1);
    if (fractions.length === 0) return [];
    return scoresOfStudy(this.config).flatMap((score) =>
      surrogates.flatMap((right, place) =>
        surrogates.slice(0, place).map((left): PlannedOverlap => {
          const sizes = [this.sizesOf(left), this.sizesOf(right)] as const;
          const keys = this.repeats.map((repeat) => {
            const surrogateKeys = [left, right].map(
              ({ name }) => this.surrogateKeys.get(name)?.[repeat] ?? '',
            ) as [string, string];
            const removed = sizes.map((own) => [own.removed, own.validationFrom, own.validation]);
            const key = this.key('overlap', repeat, { surrogateKeys, score, fractions, removed });
            this.overlapTasks.set(key, { kind: 'overlap', key, repeat, score, surrogateKeys, sizes });
            return key;
          });
          return { surrogates: [left.name, right.name], score, keys };
        }),
      ),
    );
  }

  /** Plans one point of every repeat. @returns their keys */
  private point(
    surrogate: StudySurrogate,
    strategy: Strategy | null,
    arm: FinalArm,
    fraction: number,
    kept: number,
  ): string[] {
    const { seedLabelsCount, finalModel } = this.config;
    const sizes = this.sizesOf(surrogate);
    const { model, norm, tolerance } = finalModel;
    const looksAtSurrogate = strategy !== null && needsSurrogate(strategy);
    const usesSeed = seedLabelsCount || (typeof arm.ridge !== 'number' && sizes.validation === 0);
    return this.repeats.map((repeat) => {
      const surrogateKey = looksAtSurrogate
        ? (this.surrogateKeys.get(surrogate.name)?.[repeat] ?? null)
        : null;
      const key = this.key('point', repeat, {
        split: [sizes.removed, sizes.validationFrom, sizes.validation, usesSeed ? sizes.seed : null],
        seedLabelsCount,
        surrogateKey,
        strategy,
        revision: strategy === null ? undefined : strategyScheme(strategy).scheme.revision,
        kept,
        ridge: arm.ridge,
        search: arm.ridge === 'search' ? SEARCH_REVISION : undefined,
        final: { model, norm, tolerance },
      });
      const known = this.pointTasks.get(key);
      if (!known) {
        const task = { key, repeat, surrogate, surrogateKey, sizes, strategy, fraction, kept, arm };
        this.pointTasks.set(key, { kind: 'point', ...task });
      }
      return key;
    });
  }

  private key(kind: string, repeat: number, content: Readonly<Record<string, unknown>>): string {
    return JSON.stringify([kind, this.config.seed, repeat, content]);
  }

  private sizesOf({ name }: StudySurrogate): SplitSizes {
    return this.sizes.get(name) as SplitSizes;
  }
}
