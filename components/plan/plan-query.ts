import { BUDGET_UNITS, type BudgetUnit } from '@/lib/planning/label-cost';
import type { PlanCurveView } from '@/lib/contracts/plan';

/** What the page asks for, out of its URL. */
export interface PlanQuery {
  readonly source: string;
  readonly curve: string | null;
  readonly targetError: number | null;
  readonly budget: number | null;
  readonly budgetUnit: BudgetUnit;
}

export function budgetUnitOf(text: string | null): BudgetUnit {
  return BUDGET_UNITS.find((unit) => unit === text) ?? 'labels';
}

/** A target in (0, 1) from per cent; null where it is none. */
export function targetOf(percent: number | null): number | null {
  return percent !== null && percent > 0 && percent < 100 ? percent / 100 : null;
}

/** A tenth below the lowest error measured, in half points: worth asking about, and not out of the world. */
export function firstTarget(curve: PlanCurveView | undefined): number | null {
  if (!curve || curve.lowestError === null) return null;
  return Math.min(0.99, Math.max(0.005, Math.floor(curve.lowestError * 0.9 * 200) / 200));
}

/** The file's address with what the page shows. */
export function planFilePath(projectId: string, file: string, query: PlanQuery): string {
  const parameters = new URLSearchParams({ source: query.source });
  if (query.curve !== null) parameters.set('curve', query.curve);
  if (query.targetError !== null) parameters.set('targetError', `${query.targetError}`);
  if (query.budget !== null) {
    parameters.set('budget', `${query.budget}`);
    parameters.set('budgetUnit', query.budgetUnit);
  }
  return `/api/projects/${projectId}/plan/${file}?${parameters}`;
}
