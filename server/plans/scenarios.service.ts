import type { ScenarioRequest } from '@/lib/contracts/plan';
import { defaultBudgets, scenarios, type Scenario } from '@/lib/planning/scenarios';
import type { Container } from '../container';
import { PLAN_SEED } from './plan.service';
import { projectRates } from './plan-rates.service';
import { findSource } from './plan-source.service';

/**
 * Every scheme of a study under every surrogate with every budget.
 *
 * @throws AppError `not-found`, `conflict` while the study has no report
 */
export async function listScenarios(
  container: Container,
  request: ScenarioRequest,
  now: Date,
): Promise<Scenario[]> {
  const { projectId, studyId, targetError = null, budgets } = request;
  const { curves, available } = await findSource(container, { projectId, source: studyId });
  const { rates } = await projectRates(container, projectId, now);
  return scenarios({
    curves,
    budgets: budgets.length > 0 ? budgets : defaultBudgets(available),
    targetError,
    rates,
    seed: PLAN_SEED,
  });
}
