import type { StudyReport } from '../contracts/study-report';
import { AppError } from '../errors';
import { curveLabel } from '../studies/curve-label';

/** What reaching a target error takes by one curve of a study. */
export interface TargetEstimate {
  /** unique among the estimates of one report */
  readonly key: string;
  readonly surrogate: string;
  readonly scheme: string;
  readonly isRandom: boolean;
  /** null where no measured point reaches the target: nothing is extrapolated */
  readonly need: {
    /** all labels paid: those selected, and for any scheme but random the surrogate's */
    readonly labels: number;
    /** of the pool */
    readonly share: number;
    /** null while nobody has said what a label costs */
    readonly cost: number | null;
  } | null;
}

/**
 * How many labels a target error takes, read off the measured points: for each curve the smallest one whose 95 %
 * interval lies below the target. Between points nothing is guessed, and beyond them nothing is extrapolated.
 *
 * The surrogate's labels are labels too (theory c.6): a scheme pays for them, random does not need them.
 *
 * @param targetError share of wrong predictions, in (0, 1)
 * @throws AppError `bad-input` for any other target
 */
export function labelsForTarget(
  report: StudyReport,
  targetError: number,
  costPerLabel: number | null,
): TargetEstimate[] {
  if (!(targetError > 0 && targetError < 1)) {
    throw new AppError('bad-input', `The target error is ${targetError}.`, 'Give a share between 0 and 1.');
  }
  return report.curves.map((curve, index): TargetEstimate => {
    const isRandom = curve.strategy === 'random';
    const seedLabels = report.surrogates.find(({ name }) => name === curve.surrogate)?.labels ?? 0;
    const extra = isRandom || report.config.seedLabelsCount ? 0 : seedLabels;
    const labels = curve.points
      .filter(({ error }) => error.high <= targetError)
      .map(({ paid, kept }) => paid ?? kept + extra)
      .reduce<number | null>((least, paid) => (least === null ? paid : Math.min(least, paid)), null);
    return {
      key: `${index}`,
      surrogate: curve.surrogate,
      scheme: curveLabel(report, curve),
      isRandom,
      need:
        labels === null
          ? null
          : {
              labels,
              share: labels / report.data.pool,
              cost: costPerLabel === null ? null : labels * costPerLabel,
            },
    };
  });
}
