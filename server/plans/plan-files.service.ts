import type { PlanRequest, ScenarioRequest } from '@/lib/contracts/plan';
import { AppError } from '@/lib/errors';
import { scenariosCsv } from '@/lib/planning/scenarios';
import type { Container } from '../container';
import { planPdf } from '../reports/plan-pdf';
import { plan } from './plan.service';
import { listSources } from './plan-source.service';
import { findPlanProject } from './plans.repository';
import { listScenarios } from './scenarios.service';

type FileRequest =
  | { readonly file: 'scenarios.csv'; readonly request: ScenarioRequest }
  | { readonly file: string; readonly request: PlanRequest };

/** A plan as a page to sign (`plan.pdf`), or the scenarios of a study as a table (`scenarios.csv`). */
export async function planFile(
  container: Container,
  { file, request }: FileRequest,
  now: Date,
): Promise<{ contentType: string; body: string | Buffer }> {
  if ('studyId' in request) {
    const rows = await listScenarios(container, request, now);
    return { contentType: 'text/csv; charset=utf-8', body: scenariosCsv(rows) };
  }
  if (file !== 'plan.pdf') throw new AppError('not-found', `There is no file “${file}” of the plan.`);
  const { projectId } = request;
  const [{ name }, sources, made] = await Promise.all([
    findPlanProject(container.db, projectId),
    listSources(container, projectId),
    plan(container, request, now),
  ]);
  const source = sources.find(({ id }) => id === made.source)?.title ?? 'the live rounds';
  return {
    contentType: 'application/pdf',
    body: await planPdf({ project: name, source, day: now, plan: made }),
  };
}
