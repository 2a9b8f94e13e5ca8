import type { StudyReport } from '../contracts/study-report';
import { breakEvenSentences } from './break-even';
import {
  comparisonsWithFullPool,
  comparisonsWithRandom,
  differenceWords,
  type Comparison,
} from './comparisons';
import { curveLabel } from './curve-label';
import { rangeSentence } from './curve-ranges';
import { exponentSentences } from './exponent-sweep';
import { oneRepeatSentences } from './one-repeat';
import { weakStrongSentences } from './weak-strong';
import { percentWords } from './words';

/** The share of intervals that miss a difference of zero on one side by chance alone. */
const MISSED_ON_ONE_SIDE = 0.025;
/** So many times what chance gives is more than chance: schemes share random and data, so that misses come in groups. */
const MANY_TIMES = 5;

/**
 * What a study says, in plain sentences, the most important one first. Each is about the largest of many differences, so
 * that a difference counts only where it stands out among all of its kind (`judge`).
 *
 * "Better than the full pool" is said only where theory 0.10 allows it: the full pool's ridge was tuned and its fits
 * converged. At a fixed ridge, leaving data out can repair a ridge that is off, which is no property of the selection;
 * nor is anything of a network tuned.
 */
export function studyVerdict(report: StudyReport): string[] {
  const fullPool = fullPoolError(report);
  if (report.config.repeats < 2) {
    return [
      'One repeat gives no interval, so nothing can be said of a scheme against random.',
      ...oneRepeatSentences(report),
      ...fullPool,
    ];
  }
  const comparisons = comparisonsWithRandom(report);
  return [
    rangeSentence(report) ?? nothingHelps(comparisons),
    ...largest(report, comparisons, 'better'),
    ...largest(report, comparisons, 'worse'),
    ...chanceSentence(comparisons),
    ...fullPool,
    ...fullPoolSentence(report),
    ...exponentSentences(report),
    ...weakStrongSentences(report),
    ...breakEvenSentences(report),
    labelsPaid(report),
  ];
}

function nothingHelps(comparisons: readonly Comparison[]): string {
  const start = 'No scheme is shown to beat random';
  if (comparisons.length === 0) return `${start}.`;
  return comparisons.every(({ standing }) => standing === 'equal')
    ? `${start}: all are as good as random.`
    : `${start} at any fraction measured.`;
}

function largest(
  report: StudyReport,
  comparisons: readonly Comparison[],
  direction: 'better' | 'worse',
): string[] {
  const sorted = comparisons
    .filter(({ standing }) => standing === direction)
    .sort((left, right) => Math.abs(right.interval.mean) - Math.abs(left.interval.mean));
  return sorted.slice(0, 1).map((comparison) => {
    const what = pointLabel(report, comparison);
    return `Selection by ${what} is ${direction} than random by ${differenceWords(comparison)}.`;
  });
}

function pointLabel(report: StudyReport, { curve, point }: Comparison): string {
  return `${curveLabel(report, curve)} at ${percentWords(point.fraction)}`;
}

function chanceSentence(comparisons: readonly Comparison[]): string[] {
  const total = comparisons.length;
  if (total === 0) return [];
  const better = comparisons.filter(({ interval }) => interval.high < 0).length;
  const worse = comparisons.filter(({ interval }) => interval.low > 0).length;
  const byChance = Number((total * MISSED_ON_ONE_SIDE).toFixed(1));
  const counted = `Of ${total} comparisons with random, ${better} are better and ${worse} worse beyond their own 95 % interval; chance alone gives about ${byChance} of either`;
  const [clearlyBetter = 0, clearlyWorse = 0] = (['better', 'worse'] as const).map(
    (direction) => comparisons.filter(({ standing }) => standing === direction).length,
  );
  const isMoreThanChance = better - clearlyBetter > MANY_TIMES * byChance;
  return [
    `${counted}. ${clearlyBetter} better and ${clearlyWorse} worse stand out among all ${total}.`,
    ...(isMoreThanChance ? ['More are better than chance gives; more repeats would show which.'] : []),
  ];
}

function fullPoolError({ fullPool }: StudyReport): string[] {
  if (!fullPool) return [];
  const { kept, error } = fullPool;
  return [`The model of the full pool (${count(kept)} labels) has an error of ${percentWords(error.mean)}.`];
}

function fullPoolSentence(report: StudyReport): string[] {
  const { fullPool, config } = report;
  const comparisons = comparisonsWithFullPool(report);
  if (!fullPool || comparisons.length === 0) return [];
  const [best] = comparisons
    .filter(({ standing }) => standing === 'better')
    .sort((left, right) => left.interval.mean - right.interval.mean);
  if (!best) {
    return [`Of ${comparisons.length} comparisons with the full pool, none is shown to be better.`];
  }
  const what = pointLabel(report, best);
  const isNetwork = config.finalModel.model !== 'softmax';
  const isTuned = !isNetwork && (fullPool.tuned ?? config.finalModel.ridge === 'cv');
  if (isTuned && fullPool.converged) {
    return [
      `Selection by ${what} is also better than the full pool at its own tuned ridge, by ${differenceWords(best)}.`,
    ];
  }
  const below = `The error of ${what} is below the full pool's by ${differenceWords(best)}`;
  if (isNetwork) {
    return [
      `${below}, but nothing of the network is tuned and its epochs are fixed, so that this need not be the selection's merit.`,
    ];
  }
  const reason = fullPool.converged ? 'its ridge is fixed' : 'its fits did not converge';
  return [`${below}, but ${reason}, so that this need not be the selection's merit.`];
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
  const isTunedOnThem = report.validation === 0 && report.curves.some(({ arm }) => arm !== 'constant');
  const random = isTunedOnThem
    ? 'a tuned curve of random pays them too, because its ridge is chosen on them'
    : 'random needs none of them';
  return `The surrogate's labels, ${labels}, are paid on top of each fraction; ${random}.${validation}`;
}

function count(value: number): string {
  return value.toLocaleString('en');
}
