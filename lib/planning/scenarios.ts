import { forecastError, probabilityToReach, type ForecastInterval } from './forecast';
import { costOfLabels, type LabelCost, type LabelRates } from './label-cost';
import { fitLearningCurve } from './learning-curve';
import { hasEnoughSizes } from './make-plan';
import type { PlanCurve } from './plan-curve';
import { csvLine } from '../text/csv-line';

/** One scheme under one surrogate with one budget. */
export interface Scenario {
  readonly key: string;
  readonly surrogate: string | null;
  /** labels of the surrogate and for validation, part of the budget */
  readonly surrogateLabels: number;
  readonly scheme: string;
  readonly isRandom: boolean;
  /** labels paid in all, and what they cost */
  readonly cost: LabelCost;
  readonly error: ForecastInterval;
  /** of reaching the target; null without one */
  readonly probability: number | null;
  /** the budget lies beyond what was measured of this scheme */
  readonly extrapolated: boolean;
  /** the points scatter around the law more than chance explains, or do not fall */
  readonly doubtful: boolean;
}

export interface ScenarioInput {
  readonly curves: readonly PlanCurve[];
  /** labels paid in all */
  readonly budgets: readonly number[];
  readonly targetError: number | null;
  readonly rates: LabelRates;
  readonly seed: number;
}

/** What a study lets expect of every scheme under every surrogate with every budget, all labels counted. */
export function scenarios({ curves, budgets, targetError, rates, seed }: ScenarioInput): Scenario[] {
  return curves.filter(hasEnoughSizes).flatMap((source) => {
    const curve = fitLearningCurve(source.points, seed);
    const most = curve.points.at(-1)?.labels ?? 0;
    return budgets.flatMap((budget): Scenario[] => {
      const labels = budget - source.extra;
      if (labels < 1) return [];
      return [
        {
          key: `${source.key}:${budget}`,
          surrogate: source.surrogate,
          surrogateLabels: source.extra,
          scheme: source.title,
          isRandom: source.isRandom,
          cost: costOfLabels(budget, rates),
          error: forecastError(curve, labels),
          probability: targetError === null ? null : probabilityToReach(curve, targetError, labels),
          extrapolated: labels > most,
          doubtful: curve.warnings.some(({ kind }) => kind === 'misfit' || kind === 'no-descent'),
        },
      ];
    });
  });
}

/** Budgets to compare unless others are named: a twentieth, a tenth, a fifth and two fifths of the pool. */
export function defaultBudgets(pool: number): number[] {
  return [...new Set([0.05, 0.1, 0.2, 0.4].map((share) => Math.max(1, Math.round(share * pool))))];
}

const COLUMNS = [
  'surrogate',
  'surrogate_labels',
  'scheme',
  'budget_labels',
  'answers',
  'hours',
  'money',
  'error',
  'error_low',
  'error_high',
  'probability_of_target',
  'extrapolated',
  'doubtful',
];

/** RFC 4180; numbers with a point, errors as shares. Empty where a number is not known. */
export function scenariosCsv(rows: readonly Scenario[]): string {
  const lines = rows.map((row) =>
    csvLine([
      row.surrogate,
      row.surrogateLabels,
      row.scheme,
      row.cost.labels,
      rounded(row.cost.answers),
      rounded(row.cost.hours),
      rounded(row.cost.money),
      rounded(row.error.median),
      rounded(row.error.low),
      rounded(row.error.high),
      rounded(row.probability),
      String(row.extrapolated),
      String(row.doubtful),
    ]),
  );
  return [csvLine(COLUMNS), ...lines].join('');
}

function rounded(value: number | null): number | null {
  return value === null ? null : Number(value.toFixed(6));
}
