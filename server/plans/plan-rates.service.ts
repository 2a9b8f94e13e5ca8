import type { AnnotationSpeed } from '@/lib/contracts/plan';
import type { BudgetUnit, LabelRates } from '@/lib/planning/label-cost';
import { PACE_DAYS, teamPace, type TeamPace } from '@/lib/planning/team-pace';
import type { Container } from '../container';
import { annotationSpeed } from './annotation-speed.service';
import { countAnswersSince, countDisagreements, countWork, findPlanProject } from './plans.repository';

export interface ProjectRates {
  readonly rates: LabelRates;
  readonly pace: TeamPace | null;
  readonly currency: string;
  readonly speed: AnnotationSpeed;
}

/** What labels take in this project: prices by its settings, times and disagreement as measured. */
export async function projectRates(
  container: Container,
  projectId: string,
  now: Date,
): Promise<ProjectRates> {
  const { db } = container;
  const since = new Date(now.getTime() - PACE_DAYS * 86_400_000);
  const [project, speed, votes, recent] = await Promise.all([
    findPlanProject(db, projectId),
    annotationSpeed(container, projectId),
    countDisagreements(db, projectId),
    countAnswersSince(db, { projectId, since }),
  ]);
  const { costPerLabel, costPerHour, costPerReview, votesPerExample, overlapShare, currency } = project;
  return {
    rates: {
      costPerLabel,
      costPerHour,
      costPerReview,
      votesPerExample,
      overlapShare,
      disagreementShare: votes.several === 0 ? 0 : votes.differing / votes.several,
      secondsPerAnswer: speed.median,
    },
    pace: teamPace(recent.answers, recent.first, now),
    currency,
    speed,
  };
}

/** What was spent so far: labels that train, hours and money of all answers and reviews; null where it cannot be told. */
export async function spentSoFar(
  container: Container,
  input: { projectId: string; unit: BudgetUnit; have: number },
  { rates, speed }: ProjectRates,
): Promise<number | null> {
  if (input.unit === 'labels') return input.have;
  const { answers, reviews } = await countWork(container.db, input.projectId);
  if (answers + reviews === 0) return 0;
  const seconds = speed.mean;
  const hours = seconds === null ? null : (answers * seconds) / 3600;
  if (input.unit === 'hours') return hours;
  const { costPerLabel, costPerHour, costPerReview } = rates;
  if (costPerLabel === null && costPerHour === null && costPerReview === null) return null;
  return answers * (costPerLabel ?? 0) + (hours ?? 0) * (costPerHour ?? 0) + reviews * (costPerReview ?? 0);
}
