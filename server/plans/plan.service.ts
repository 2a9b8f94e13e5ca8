import { LIVE_SOURCE, type PlanCurveView, type PlanRequest, type PlanView } from '@/lib/contracts/plan';
import { AppError } from '@/lib/errors';
import { backTest } from '@/lib/planning/back-test';
import { makePlan } from '@/lib/planning/make-plan';
import type { PlanCurve } from '@/lib/planning/plan-curve';
import { planSentences } from '@/lib/planning/plan-sentences';
import type { Container } from '../container';
import { findSource, listSources, type PlanSource } from './plan-source.service';
import { projectRates, spentSoFar } from './plan-rates.service';

/** Of all refits: the same measured points give the same plan. */
export const PLAN_SEED = 1;

/** The curves of a source, in its order. */
export async function listCurves(
  container: Container,
  input: { projectId: string; source: string },
): Promise<PlanCurveView[]> {
  const { curves } = await findSource(container, input);
  return curves.map(({ key, title, isRandom, points }) => ({
    key,
    title,
    isRandom,
    points: points.length,
    sizes: new Set(points.map(({ labels }) => labels)).size,
    lowestError: points.length === 0 ? null : Math.min(...points.map(({ error }) => error)),
  }));
}

/**
 * What a target error takes and what a budget buys, by one curve of the live rounds or of a study, next to random.
 *
 * @throws AppError `not-found` for another source or curve, `conflict` where there is nothing to fit
 */
export async function plan(container: Container, request: PlanRequest, now: Date): Promise<PlanView> {
  const { projectId, targetError = null, budget, budgetUnit: unit } = request;
  const source = await findSource(container, { projectId, source: await sourceOf(container, request) });
  const chosen = chosenCurve(source, request.curve);
  const measured = await projectRates(container, projectId, now);
  const { rates, pace, currency } = measured;
  const { have, available } = source;
  const spent =
    budget === undefined || source.kind === 'study'
      ? 0
      : await spentSoFar(container, { projectId, unit, have }, measured);
  const made = makePlan({
    chosen,
    random: randomBeside(source, chosen),
    have,
    available,
    targetError,
    budget: budget === undefined ? null : { amount: budget, spent: spent ?? 0, unit },
    rates,
    pace,
    now,
    seed: PLAN_SEED,
  });
  return {
    ...made,
    source: source.id,
    curve: chosen.key,
    sentences: planSentences(made, currency),
    rates,
    currency,
    pace,
    backTest: backTest(source.rounds, PLAN_SEED),
  };
}

async function sourceOf(container: Container, { projectId, source }: PlanRequest): Promise<string> {
  if (source !== undefined) return source;
  const [first] = await listSources(container, projectId);
  return first?.id ?? LIVE_SOURCE;
}

function chosenCurve({ curves }: PlanSource, key: string | undefined): PlanCurve {
  const found =
    key === undefined
      ? (curves.find(({ isRandom }) => !isRandom) ?? curves[0])
      : curves.find((curve) => curve.key === key);
  if (found) return found;
  throw new AppError(
    'not-found',
    'There is no such curve to plan with.',
    'Ask for the curves of the source.',
  );
}

/** Random under the same surrogate, else any. */
function randomBeside({ curves }: PlanSource, chosen: PlanCurve): PlanCurve | null {
  const random = curves.filter(({ isRandom, key }) => isRandom && key !== chosen.key);
  return random.find(({ surrogate }) => surrogate === chosen.surrogate) ?? random[0] ?? null;
}
