import { LIVE_SOURCE, type PlanSourceView } from '@/lib/contracts/plan';
import type { LivePoint } from '@/lib/contracts/labeling';
import { AppError } from '@/lib/errors';
import type { RoundPoint } from '@/lib/planning/back-test';
import { studyPlanCurves, testVariance, type PlanCurve } from '@/lib/planning/plan-curve';
import type { Container } from '../container';
import { curve as liveCurve, list as listRounds } from '../rounds/rounds.service';
import { list as listStudies, report as studyReport } from '../studies/studies.service';
import { listComparisons } from './control-arms.repository';
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
  const [points, rounds, comparisons, project] = await Promise.all([
    liveCurve(container, projectId),
    listRounds(container, projectId),
    listComparisons(container.db, projectId),
    findPlanProject(container.db, projectId),
  ]);
  const examples = new Map(rounds.map(({ number, metrics }) => [number, metrics?.test?.examples]));
  const measured = points.map((point) => roundPoint(point, examples.get(point.round)));
  const start = measured.find(({ round }) => round === 0);
  const random = comparisons.map(({ seedLabels, labelsEach, randomError, testExamples }) => ({
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

/** Half of Wilson's interval, where the number of test examples is not known. */
function roundPoint(
  { round, labels, error, low, high }: LivePoint,
  examples: number | undefined,
): RoundPoint {
  const variance = examples ? testVariance(error, examples) : ((high - low) / 2 / 1.96) ** 2;
  return { round, labels, error, variance, degrees: Infinity };
}
