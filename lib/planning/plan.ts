import type { CurveWarning } from './curve-warnings';
import type { ForecastInterval } from './forecast';
import type { BudgetUnit, LabelCost } from './label-cost';
import type { LearningPoint } from './learning-curve';
import type { PowerLaw } from './power-law';

/** Labels with what they cost; null = no number of labels is enough. */
export interface PricedRange {
  readonly low: LabelCost | null;
  readonly median: LabelCost | null;
  readonly high: LabelCost | null;
  /** of the refits, those that no number of labels brings there */
  readonly unreachable: number;
  /** when the last label of `low` and `high` is given at the team's pace */
  readonly dates: { readonly low: Date; readonly high: Date | null } | null;
}

/** What may be spent in all, what is spent already with it. */
export interface PlanBudget {
  readonly amount: number;
  readonly spent: number;
  readonly unit: BudgetUnit;
}

export interface BudgetOutcome {
  /** labels that the rest of it buys, and the error that will be measured with them */
  readonly cost: LabelCost;
  readonly error: ForecastInterval;
  /** of reaching the target; null without one */
  readonly probability: number | null;
}

export interface FittedCurve {
  readonly title: string;
  readonly points: readonly (Pick<LearningPoint, 'labels' | 'error'> & ForecastInterval)[];
  readonly law: PowerLaw;
  readonly warnings: readonly CurveWarning[];
  /** the curve, and the 90 % band of what will be measured, from the fewest measured labels on */
  readonly band: readonly ({ readonly labels: number } & ForecastInterval)[];
  readonly target: PricedRange | null;
  readonly budget: BudgetOutcome | null;
}

/**
 * What a scheme saves against random at the target, by a joint bootstrap; negative where random needs fewer. `low` is null
 * where the scheme may never get there, `high` where random may not.
 */
export interface PlanSaving {
  readonly low: LabelCost | null;
  readonly median: LabelCost | null;
  readonly high: LabelCost | null;
  /** of the pairs of refits, where random needs more */
  readonly probability: number;
}

export interface Plan {
  readonly targetError: number | null;
  readonly budget: PlanBudget | null;
  /** labels that train now */
  readonly have: number;
  /** most labels that there can be: the pool's and the seed's examples */
  readonly available: number;
  readonly chosen: FittedCurve;
  /** null where no random curve can be fitted */
  readonly random: FittedCurve | null;
  readonly saving: PlanSaving | null;
  /** labels to buy in the next round on the way to the target */
  readonly next: LabelCost | null;
}
