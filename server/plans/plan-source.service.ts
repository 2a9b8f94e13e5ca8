import { LIVE_SOURCE, type PlanSourceView } from '@/lib/contracts/plan';
import type { ArmComparison } from '@/lib/contracts/control-arm';
import type { LivePoint, RoundView } from '@/lib/contracts/round';
import { AppError } from '@/lib/errors';
import type { RoundPoint } from '@/lib/planning/back-test';
import { studyPlanCurves, testVariance, type PlanCurve } from '@/lib/planning/plan-curve';
import type { Container } from '../container';
import { curve as liveCurve, list as listRounds } from '../rounds/rounds.service';
import { list as listStudies, report as studyReport } from '../studies/studies.service';
import { countTrainable, findPlanProject } from './plans.repository';

const LIVE_TITLE = 'The live rounds';

/** Measured errors that plans can be made of. */
export interface PlanSource {
  readonly id: string;
  readonly kind: 'live' | 'study';
  readonly title: string;
  readonly curves: readonly PlanCurve[];
  /** labels that train already */
  readonly have: number;
  /** most labels that there can be */
  readonly available: number;
  /** the live points, in order of round; empty for a study */
  readonly rounds: readonly RoundPoint[];
}

/** The live rounds, if any is measured, then finished studies, newest first. */
export async function listSources(container: Container, projectId: string): Promise<PlanSourceView[]> {
  const [points, studies] = await Promise.all([
    liveCurve(container, projectId),
    listStudies(container, projectId),
  ]);
  const finished = studies
    .filter(({ state }) => state === 'done')
    .sort((left, right) => Number(right.createdAt) - Number(left.createdAt))
    .map(({ id, name }) => ({ id, kind: 'study' as const, title: name }));
  const live = { id: LIVE_SOURCE, kind: 'live' as const, title: LIVE_TITLE };
  return [...(points.some(({ round }) => round > 0) ? [live] : []), ...finished];
}

/** @throws AppError `not-found`; `conflict` while the study has no report */
export async function findSource(
  container: Container,
  input: { projectId: string; source: string },
): Promise<PlanSource> {
  return input.source === LIVE_SOURCE
    ? liveSource(container, input.projectId)
    : studySource(container, { projectId: input.projectId, studyId: input.source });
}

/** The live rounds: all labels that trained each round's model, and beside them the control arm's random ones. */
export async function liveSource(container: Container, projectId: string): Promise<PlanSource> {
  const [points, rounds, project] = await Promise.all([
    liveCurve(container, projectId),
    listRounds(container, projectId),
    findPlanProject(container.db, projectId),
  ]);
  // errors on different test examples are no one curve
  const testSet = points.at(-1)?.testSet ?? null;
  const measured = points.filter((point) => point.testSet === testSet).map(roundPoint);
  const start = measured.find(({ round }) => round === 0);
  const random = comparisonsOf(rounds).map(({ seedLabels, labelsEach, randomError, testExamples }) => ({
    labels: seedLabels + labelsEach,
    error: randomError.mean,
    variance: testVariance(randomError.mean, testExamples),
    degrees: Infinity,
  }));
  const beginning = start && random.some(({ labels }) => labels > start.labels) ? [start] : [];
  const [curve, other] = [
    { key: 'rounds', title: 'the rounds’ labels', isRandom: false, points: measured },
    { key: 'random', title: 'random, by the control arm', isRandom: true, points: [...beginning, ...random] },
  ].map((each) => ({ ...each, surrogate: null, extra: 0 }));
  return {
    id: LIVE_SOURCE,
    kind: 'live',
    title: LIVE_TITLE,
    curves: [curve, ...(random.length > 0 ? [other] : [])].filter((each) => each !== undefined),
    have: Math.max(0, ...measured.map(({ labels }) => labels)),
    available: await countTrainable(container.db, { projectId, exampleCount: project.exampleCount }),
    rounds: measured,
  };
}

async function studySource(
  container: Container,
  input: { projectId: string; studyId: string },
): Promise<PlanSource> {
  const report = await studyReport(container, input);
  if (!report) throw new AppError('conflict', 'This study has no report yet.', 'Wait until it is done.');
  const studies = await listStudies(container, input.projectId);
  return {
    id: input.studyId,
    kind: 'study',
    title: studies.find(({ id }) => id === input.studyId)?.name ?? 'Study',
    curves: studyPlanCurves(report),
    have: 0,
    available: report.data.pool,
    rounds: [],
  };
}

function roundPoint({ round, labels, error, testExamples }: LivePoint): RoundPoint {
  return { round, labels, error, variance: testVariance(error, testExamples), degrees: Infinity };
}

/** Chosen against random, of each round that could be compared. */
export function comparisonsOf(rounds: readonly Pick<RoundView, 'control'>[]): ArmComparison[] {
  return rounds.map(({ control }) => control?.comparison ?? null).filter((comparison) => comparison !== null);
}
