import type { StudyPoint, StudyReport } from '../contracts/study-report';
import { curveLabel } from '../studies/curve-label';
import type { LearningPoint } from './learning-curve';

/** Measured errors that a plan is made of: one scheme's, of the live rounds or of a study. */
export interface PlanCurve {
  /** unique in its source */
  readonly key: string;
  readonly title: string;
  readonly isRandom: boolean;
  /** null where the scheme looks at none, and live */
  readonly surrogate: string | null;
  readonly points: readonly LearningPoint[];
  /** labels paid beside those that train: the surrogate's and for validation */
  readonly extra: number;
}

/**
 * The variance of an error by the examples that it was measured on; two wrong and two right ones added, so that an error
 * of 0 is not believed to the last digit.
 *
 * Source: Agresti and Coull (1998). O(1)
 */
export function testVariance(error: number, examples: number): number {
  const share = (error * examples + 2) / (examples + 4);
  return (share * (1 - share)) / (examples + 4);
}

/**
 * The curves of a study. The variance of a point is that of the mean over its repeats; with one repeat, the test split's.
 * What the test examples leave, which all points share, is not in it: a plan is about this test split.
 */
export function studyPlanCurves(report: StudyReport): PlanCurve[] {
  return report.curves.map((curve, index): PlanCurve => {
    const isRandom = curve.strategy === 'random';
    const surrogate = report.surrogates.find(({ name }) => name === curve.surrogate);
    const first = curve.points[0];
    const unstated = isRandom || report.config.seedLabelsCount ? 0 : (surrogate?.labels ?? 0);
    return {
      key: `${index}`,
      title: curveLabel(report, curve),
      isRandom,
      surrogate: curve.surrogate,
      points: curve.points.map((point) => studyPoint(point, report.data.test)),
      extra: first && first.paid !== null ? first.paid - first.kept : unstated,
    };
  });
}

function studyPoint({ kept, error, repeats }: StudyPoint, testExamples: number): LearningPoint {
  if (repeats.length < 2) {
    const variance = testVariance(error.mean, testExamples);
    return { labels: kept, error: error.mean, variance, degrees: Infinity };
  }
  const degrees = repeats.length - 1;
  const squares = repeats.reduce((sum, value) => sum + (value - error.mean) ** 2, 0);
  return { labels: kept, error: error.mean, variance: squares / degrees / repeats.length, degrees };
}
