import type { StudyCurve, StudyPoint, StudyReport } from '../contracts/study-report';
import { meanInterval, pairedDifference } from '../metrics/intervals';
import { comparisonsWithRandom, judge, randomBeside, type Comparison, type Judgement } from './comparisons';
import { curveLabel } from './curve-label';
import { looksAtSurrogate } from './strategy-scheme';
import { percentWords, pointWords } from './words';

/** A weak surrogate that keeps this much of a strong one's gain is enough. */
const ENOUGH = 0.8;

/** A scheme's gain over random at one fraction under one surrogate. */
export interface SurrogateGain {
  readonly comparison: Comparison;
  /** random's error minus the scheme's, of each repeat: positive is better */
  readonly gains: readonly number[];
  readonly gain: number;
}

/** One scheme at one fraction under two surrogates. */
export interface SurrogatePoint {
  /** the curve's name without the surrogate */
  readonly scheme: string;
  readonly fraction: number;
  readonly weak: SurrogateGain;
  readonly strong: SurrogateGain;
  /**
   * error under the weak surrogate minus that under the strong one, paired by repeat, on these test examples; null where
   * the fraction is of pools that differ in size, so that they were trained on different numbers of labels
   */
  readonly difference: Judgement | null;
}

export interface SurrogatePair {
  readonly weak: StudyReport['surrogates'][number];
  readonly strong: StudyReport['surrogates'][number];
  readonly points: readonly SurrogatePoint[];
}

/**
 * Each pair of surrogates, the one with more labels as the strong one; with equally many, the one that errs less. Of the
 * schemes only those that look at a surrogate, and each exponent once.
 */
export function surrogatePairs(report: StudyReport): SurrogatePair[] {
  const ordered = [...report.surrogates].sort(
    (left, right) => left.labels - right.labels || right.error.mean - left.error.mean,
  );
  const compared = comparisonsWithRandom(report).filter(
    ({ curve }) => looksAtSurrogate(curve) && curve.parameters.exponent !== 'tuned',
  );
  return ordered.flatMap((weak, place) =>
    ordered
      .slice(place + 1)
      .map((strong) => ({ weak, strong, points: pointsOf(report, compared, weak.name, strong.name) })),
  );
}

function pointsOf(
  report: StudyReport,
  compared: readonly Comparison[],
  weak: string,
  strong: string,
): SurrogatePoint[] {
  const named = { surrogates: [], curves: report.curves };
  const schemeOf = (curve: StudyCurve) => curveLabel(named, curve);
  const pairs = compared
    .filter(({ curve }) => curve.surrogate === weak)
    .flatMap((left) => {
      const right = compared.find(
        ({ curve, point }) =>
          curve.surrogate === strong &&
          point.fraction === left.point.fraction &&
          schemeOf(curve) === schemeOf(left.curve),
      );
      return right ? [{ left, right }] : [];
    });
  const alike = pairs.filter(({ left, right }) => left.point.kept === right.point.kept).length;
  return pairs.map(({ left, right }) => ({
    scheme: schemeOf(left.curve),
    fraction: left.point.fraction,
    weak: gainOf(report, left),
    strong: gainOf(report, right),
    difference: left.point.kept === right.point.kept ? between(left.point, right.point, alike) : null,
  }));
}

function between(left: StudyPoint, right: StudyPoint, among: number): Judgement {
  const difference = { ...pairedDifference(left.repeats, right.repeats), testHalfWidth: null };
  return judge(difference, left.repeats.length, among);
}

function gainOf(report: StudyReport, comparison: Comparison): SurrogateGain {
  const { curve, point } = comparison;
  const random = randomBeside(report, curve)?.points.find(({ fraction }) => fraction === point.fraction);
  const gains = point.repeats.map((error, repeat) => (random?.repeats[repeat] ?? error) - error);
  return { comparison, gains, gain: mean(gains) };
}

/**
 * Whether a weak surrogate is enough, in sentences that can be quoted; and where a weak one wins only because its scheme
 * hurts (theory C5): there an inaccurate surrogate carries a harmful scheme out less faithfully, which is a warning about
 * the scheme and no virtue of the surrogate.
 */
export function weakStrongSentences(report: StudyReport): string[] {
  if (report.config.repeats < 2) return [];
  return surrogatePairs(report).flatMap((pair) =>
    pair.points.length === 0 ? [] : [quotable(pair), ...warningOf(pair)],
  );
}

function quotable({ weak, strong, points }: SurrogatePair): string {
  const helping = points.filter((point) =>
    [point.weak, point.strong].some(({ comparison }) => comparison.standing === 'better'),
  );
  const models = `${modelWords(weak)} and ${modelWords(strong)}`;
  if (helping.length === 0) {
    return `With neither surrogate, ${models}, a selection is shown to beat random, so that nothing can be said of how strong a surrogate must be.`;
  }
  const weakGains = overPoints(helping.map((point) => point.weak.gains));
  const strongGains = overPoints(helping.map((point) => point.strong.gains));
  const places = helping.length === 1 ? 'At the one point' : `Over the ${helping.length} points`;
  const gains = `${signedPoints(mean(weakGains))} points with ${modelWords(weak)}, ${signedPoints(mean(strongGains))} with ${modelWords(strong)}`;
  return `${places} where selection helps, its mean gain over random is ${gains}: ${conclude(weakGains, strongGains)}.`;
}

/** From the interval of the weak one's gain minus the share of the strong one's that is enough, paired by repeat. */
function conclude(weakGains: readonly number[], strongGains: readonly number[]): string {
  if (meanInterval(strongGains).low <= 0) {
    return 'the strong one is not shown to help there, so that the share of its gain cannot be told';
  }
  const share = Math.max(0, mean(weakGains) / mean(strongGains));
  const { low, high } = pairedDifference(
    weakGains,
    strongGains.map((gain) => ENOUGH * gain),
  );
  if (low >= 0) return 'a weak surrogate is enough';
  if (high >= 0) return `whether the weak one keeps ${percentWords(ENOUGH)} of the gain cannot be told`;
  return meanInterval(weakGains).low > 0
    ? `the weak one keeps ${percentWords(share)} of the gain`
    : 'the weak one is not enough';
}

function warningOf({ weak, strong, points }: SurrogatePair): string[] {
  const misleading = points.filter(
    (point) =>
      point.difference?.standing === 'better' &&
      point.strong.comparison.standing === 'worse' &&
      point.weak.comparison.interval.high >= 0,
  );
  const [first] = misleading;
  if (!first) return [];
  const more = misleading.length > 1 ? ` and ${misleading.length - 1} more` : '';
  return [
    `At ${percentWords(first.fraction)} by ${first.scheme}${more}, ${weak.name} “wins” against ${strong.name}, but there random is better than selecting with ${strong.name}: a warning about the scheme, which an inaccurate surrogate carries out less faithfully, and no merit of the weak surrogate.`,
  ];
}

/** The mean over points of each repeat. */
function overPoints(points: readonly (readonly number[])[]): number[] {
  const [first = []] = points;
  return first.map((_, repeat) => mean(points.map((gains) => gains[repeat] ?? 0)));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function modelWords({ name, labels, error }: StudyReport['surrogates'][number]): string {
  return `${name} (${labels.toLocaleString('en')} labels, ${percentWords(error.mean)} wrong)`;
}

function signedPoints(gain: number): string {
  return `${gain < 0 ? '−' : ''}${pointWords(gain)}`;
}
