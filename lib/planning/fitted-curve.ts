import { normalQuantile } from '../numeric/normal-distribution';
import { studentTQuantile } from '../numeric/student-t';
import {
  FORECAST_PROBABILITY,
  forecastLabels,
  forecastMeasured,
  probabilityToMeasure,
  type ForecastInterval,
} from './forecast';
import { costOfLabels, labelsForBudget, type LabelCost, type LabelRates } from './label-cost';
import type { LearningCurve } from './learning-curve';
import type { BudgetOutcome, FittedCurve, PlanBudget, PricedRange } from './plan';
import type { PlanCurve } from './plan-curve';
import { errorAt } from './power-law';
import { dateOfAnswers, type TeamPace } from './team-pace';

export interface PlanInput {
  readonly chosen: PlanCurve;
  readonly random: PlanCurve | null;
  readonly have: number;
  readonly available: number;
  readonly targetError: number | null;
  readonly budget: PlanBudget | null;
  readonly rates: LabelRates;
  readonly pace: TeamPace | null;
  readonly now: Date;
  readonly seed: number;
}

const BAND_POINTS = 48;
const NORMAL_QUANTILE = normalQuantile(FORECAST_PROBABILITY);

/**
 * A curve as it is shown: its points, its band, and what target and budget mean on it.
 *
 * @param end labels that the band is drawn up to
 */
export function fittedCurve(
  source: PlanCurve,
  curve: LearningCurve,
  input: PlanInput,
  end: number,
): FittedCurve {
  const first = curve.points[0]?.labels ?? 1;
  return {
    title: source.title,
    points: curve.points.map(({ labels, error, variance, degrees }) => ({
      labels,
      error,
      ...measuredInterval(error, variance, degrees),
    })),
    law: curve.law,
    warnings: curve.warnings,
    band: Array.from({ length: BAND_POINTS }, (_, index) => {
      const labels = first * (end / first) ** (index / (BAND_POINTS - 1));
      return { labels, ...forecastMeasured(curve, labels), median: errorAt(curve.law, labels) };
    }),
    target: input.targetError === null ? null : pricedTarget(source, curve, input.targetError, input),
    budget: budgetOutcome(source, curve, input),
  };
}

/** 90 %, as all intervals of a plan: what is drawn on the points. */
function measuredInterval(error: number, variance: number, degrees: number): ForecastInterval {
  const quantile = Number.isFinite(degrees)
    ? studentTQuantile(degrees, FORECAST_PROBABILITY)
    : NORMAL_QUANTILE;
  const half = quantile * Math.sqrt(variance);
  return { median: error, low: Math.max(0, error - half), high: Math.min(1, error + half) };
}

function pricedTarget(
  source: PlanCurve,
  curve: LearningCurve,
  target: number,
  input: PlanInput,
): PricedRange {
  const { low, median, high, unreachable } = forecastLabels(curve, target);
  const missing = (labels: number) => Math.max(0, labels - input.have) + source.extra;
  const priced = (labels: number) =>
    Number.isFinite(labels) ? costOfLabels(missing(labels), input.rates) : null;
  const first = priced(low);
  const last = priced(high);
  const until = (cost: LabelCost | null) => cost && dateOfAnswers(cost.answers, input.pace, input.now);
  const firstDate = until(first);
  return {
    low: first,
    median: priced(median),
    high: last,
    unreachable,
    dates: firstDate && { low: firstDate, high: until(last) },
  };
}

function budgetOutcome(source: PlanCurve, curve: LearningCurve, input: PlanInput): BudgetOutcome | null {
  if (!input.budget) return null;
  const { amount, spent, unit } = input.budget;
  if (amount <= spent) return null;
  const paid = labelsForBudget(amount - spent, unit, input.rates);
  if (paid === null || paid < source.extra) return null;
  const labels = Math.min(input.have + paid - source.extra, Math.max(input.available, input.have));
  if (labels < 1) return null;
  return {
    cost: costOfLabels(labels - input.have + source.extra, input.rates),
    error: forecastMeasured(curve, labels),
    probability: input.targetError === null ? null : probabilityToMeasure(curve, input.targetError, labels),
  };
}
