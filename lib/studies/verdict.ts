import type { Interval } from '../contracts/model';
import type { StudyReport } from '../contracts/study-report';
import { pairedDifference } from '../metrics/intervals';
import { breakEvenSentences } from './break-even';
import { curveLabel } from './curve-label';
import { mostHelpful, rangeSentence } from './curve-ranges';
import { exponentSentences } from './exponent-sweep';
import { weakStrongSentences } from './weak-strong';
import { percentWords, pointWords } from './words';

interface Comparison {
  readonly label: string;
  readonly surrogate: string;
  readonly fraction: number;
  readonly repeats: readonly number[];
  readonly difference: Interval;
}

/** The share of intervals that miss a difference of zero on one side by chance alone. */
const MISSED_ON_ONE_SIDE = 0.025;

/**
 * What a study says, in plain sentences, the most important one first. Differences are paired by repeat and count only
 * where their 95 % interval excludes zero.
 *
 * "Better than the full pool" is said only where theory 0.10 allows it: the full pool's ridge was tuned and its fits
 * converged. At a fixed ridge, leaving data out can repair a ridge that is off, which is no property of the selection.
 */
export function studyVerdict(report: StudyReport): string[] {
  const fullPool = fullPoolError(report);
  if (report.config.repeats < 2) {
    return ['One repeat gives no interval, so nothing can be said of a difference from random.', ...fullPool];
  }
  const comparisons = comparisonsWithRandom(report);
  const better = comparisons.filter(({ difference }) => difference.high < 0).sort(byMean);
  const worse = comparisons.filter(({ difference }) => difference.low > 0).sort(byMean);
  const [best] = better;
  const worst = worse.at(-1);
  const helpful = mostHelpful(report);
  const headline =
    (helpful && rangeSentence(report, helpful)) ?? 'No scheme beats random beyond its interval.';
  return [
    headline,
    ...(best ? [compare(best, 'better')] : []),
    ...(worst ? [compare(worst, 'worse')] : []),
    ...chanceSentence(comparisons.length, better.length, worse.length),
    ...fullPool,
    ...fullPoolSentence(report, comparisons),
    ...exponentSentences(report),
    ...weakStrongSentences(report),
    ...breakEvenSentences(report),
    labelsPaid(report),
  ];
}

function comparisonsWithRandom(report: StudyReport): Comparison[] {
  return report.curves.flatMap((curve) =>
    curve.points.flatMap(({ fraction, repeats, differenceFromRandom }) =>
      differenceFromRandom && fraction < 1
        ? [
            {
              label: curveLabel(report, curve),
              surrogate: curve.surrogate,
              fraction,
              repeats,
              difference: differenceFromRandom,
            },
          ]
        : [],
    ),
  );
}

function byMean(left: Comparison, right: Comparison): number {
  return left.difference.mean - right.difference.mean;
}

function compare({ label, fraction, difference }: Comparison, direction: 'better' | 'worse'): string {
  return `Selection by ${label} at ${percentWords(fraction)} is ${direction} than random by ${points(difference)}.`;
}

/** "1.2 points (0.8 … 1.6)": a difference whose interval excludes zero, without its sign. */
function points({ mean, low, high }: Interval): string {
  const [near, far] = mean < 0 ? [high, low] : [low, high];
  return `${pointWords(mean)} points (${pointWords(near)} … ${pointWords(far)})`;
}

function chanceSentence(total: number, better: number, worse: number): string[] {
  if (total === 0) return [];
  const byChance = Number((total * MISSED_ON_ONE_SIDE).toFixed(1));
  return [
    `Of ${total} comparisons with random, ${better} are better and ${worse} worse beyond their 95 % interval; chance alone gives about ${byChance} of either.`,
  ];
}

function fullPoolError({ fullPool }: StudyReport): string[] {
  if (!fullPool) return [];
  const { kept, error } = fullPool;
  return [`The model of the full pool (${count(kept)} labels) has an error of ${percentWords(error.mean)}.`];
}

function fullPoolSentence(report: StudyReport, comparisons: readonly Comparison[]): string[] {
  const { fullPool, config } = report;
  if (!fullPool) return [];
  const [best] = comparisons
    .filter(({ surrogate, repeats }) => surrogate === fullPool.surrogate && repeats.length > 0)
    .map((comparison) => ({
      ...comparison,
      difference: pairedDifference(comparison.repeats, fullPool.repeats),
    }))
    .filter(({ difference }) => difference.high < 0)
    .sort(byMean);
  if (!best) return [];
  const what = `${best.label} at ${percentWords(best.fraction)}`;
  const isTuned = fullPool.tuned ?? config.finalModel.ridge === 'cv';
  if (isTuned && fullPool.converged) {
    return [
      `Selection by ${what} is also better than the full pool at its own tuned ridge, by ${points(best.difference)}.`,
    ];
  }
  const reason = fullPool.converged ? 'its ridge is fixed' : 'its fits did not converge';
  return [
    `The error of ${what} is below the full pool's, but ${reason}, so that this need not be the selection's merit.`,
  ];
}

function labelsPaid(report: StudyReport): string {
  const labels = report.surrogates.map(({ name, labels }) => `${count(labels)} (${name})`).join(', ');
  const validation =
    report.validation > 0
      ? ` ${count(report.validation)} more for validation are paid by every tuned curve.`
      : '';
  if (report.config.seedLabelsCount) {
    return `The surrogate's labels, ${labels}, are part of each fraction and train the final model.${validation}`;
  }
  const random =
    report.validation === 0 && report.curves.some(({ arm }) => arm !== 'constant')
      ? 'random has only its ridge chosen on them'
      : 'random needs none of them';
  return `The surrogate's labels, ${labels}, are paid on top of each fraction; ${random}.${validation}`;
}

function count(value: number): string {
  return value.toLocaleString('en');
}
