import { AppError } from '../errors';
import { fittedCurve, type PlanInput } from './fitted-curve';
import { forecastLabels, forecastSaving, type LabelsForecast } from './forecast';
import { costOfLabels } from './label-cost';
import { fitLearningCurve, type LearningCurve } from './learning-curve';
import { nextPurchase } from './next-purchase';
import type { Plan } from './plan';
import type { PlanCurve } from './plan-curve';

/** The chart reaches so many times beyond the measured labels, at least. */
const LOOK_AHEAD = 2;

/**
 * A plan: the fitted curve of a scheme and of random selection beside it, what a target error takes by each, what a budget
 * leaves, and the difference of both.
 *
 * Labels that are there already are paid for: what is named is what is missing. A scheme of a study also pays its
 * surrogate's and the validation labels.
 *
 * @throws AppError `bad-input` for a target outside (0, 1); `conflict` where the chosen curve has too few points
 */
export function makePlan(input: PlanInput): Plan {
  const { chosen, random, have, available, targetError } = input;
  if (targetError !== null && !(targetError > 0 && targetError < 1)) {
    throw new AppError('bad-input', `The target error is ${targetError}.`, 'Give a share between 0 and 1.');
  }
  const curve = fitLearningCurve(chosen.points, input.seed);
  const other = random && hasEnoughSizes(random) ? fitLearningCurve(random.points, input.seed + 1) : null;
  const paid = (labels: number) => (Number.isFinite(labels) ? costOfLabels(labels, input.rates) : null);
  const saving =
    targetError === null || !other || !random || chosen.isRandom
      ? null
      : forecastSaving(curve, other, targetError, chosen.extra - random.extra);
  const needed = targetError === null ? null : forecastLabels(curve, targetError);
  const bought = needed && nextPurchase(needed, have);
  const ends = horizons([curve, ...(other ? [other] : [])], input, needed);
  return {
    targetError,
    budget: input.budget,
    have,
    available,
    chosen: fittedCurve(chosen, curve, input, ends),
    random: random && other && fittedCurve(random, other, input, ends),
    saving: saving && {
      low: paid(saving.low),
      median: paid(saving.median),
      high: paid(saving.high),
      probability: saving.probability,
    },
    next: bought === null ? null : paid(Math.min(bought, Math.max(0, available - have))),
  };
}

export function hasEnoughSizes({ points }: PlanCurve): boolean {
  return new Set(points.map(({ labels }) => labels)).size >= 3;
}

/** Labels that each curve is drawn up to. */
function horizons(
  curves: readonly LearningCurve[],
  { available }: PlanInput,
  needed: LabelsForecast | null,
): number {
  const measured = Math.max(...curves.map(({ points }) => points.at(-1)?.labels ?? 1));
  const wanted = needed && Number.isFinite(needed.median) ? needed.median * 1.25 : 0;
  return Math.min(
    Math.max(available, measured),
    Math.max(measured * LOOK_AHEAD, Math.min(wanted, measured * 20)),
  );
}
