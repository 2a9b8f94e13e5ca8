import type { Interval } from '../contracts/model';
import type { StudyCurve, StudyReport } from '../contracts/study-report';
import { pairedDifference } from '../metrics/intervals';
import { curveLabel } from './curve-label';
import { comparedPoints, standingOf } from './curve-ranges';
import { percentWords, pointWords } from './words';

/** One scheme at one fraction under two surrogates. Gains are random's error minus the scheme's: positive is better. */
export interface SurrogatePoint {
  /** the curve's name without the surrogate */
  readonly scheme: string;
  readonly fraction: number;
  readonly weakGain: number;
  readonly strongGain: number;
  /** error under the weak surrogate minus that under the strong one, paired by repeat */
  readonly difference: Interval;
  readonly weakFromRandom: Interval;
  readonly strongFromRandom: Interval;
}

export interface SurrogatePair {
  readonly weak: StudyReport['surrogates'][number];
  readonly strong: StudyReport['surrogates'][number];
  readonly points: readonly SurrogatePoint[];
}

/** Each pair of surrogates, the one with more labels as the strong one; with equally many, the one that errs less. */
export function surrogatePairs(report: StudyReport): SurrogatePair[] {
  const ordered = [...report.surrogates].sort(
    (left, right) => left.labels - right.labels || right.error.mean - left.error.mean,
  );
  return ordered.flatMap((weak, place) =>
    ordered
      .slice(place + 1)
      .map((strong) => ({ weak, strong, points: pointsOf(report, weak.name, strong.name) })),
  );
}

function pointsOf(report: StudyReport, weak: string, strong: string): SurrogatePoint[] {
  const named = { surrogates: [], curves: report.curves };
  const schemeOf = (curve: StudyCurve) => curveLabel(named, curve);
  return report.curves
    .filter((curve) => curve.surrogate === weak)
    .flatMap((weakCurve) => {
      const scheme = schemeOf(weakCurve);
      const strongCurve = report.curves.find(
        (curve) => curve.surrogate === strong && schemeOf(curve) === scheme,
      );
      const others = strongCurve ? comparedPoints(strongCurve) : [];
      return comparedPoints(weakCurve).flatMap((point): SurrogatePoint[] => {
        const other = others.find(({ fraction }) => fraction === point.fraction);
        if (!other) return [];
        return [
          {
            scheme,
            fraction: point.fraction,
            weakGain: -point.differenceFromRandom.mean,
            strongGain: -other.differenceFromRandom.mean,
            difference: pairedDifference(point.repeats, other.repeats),
            weakFromRandom: point.differenceFromRandom,
            strongFromRandom: other.differenceFromRandom,
          },
        ];
      });
    });
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
  const helping = points.filter(
    ({ weakFromRandom, strongFromRandom }) =>
      standingOf(strongFromRandom) === 'better' || standingOf(weakFromRandom) === 'better',
  );
  const models = `${modelWords(weak)} and ${modelWords(strong)}`;
  if (helping.length === 0) {
    return `With either surrogate, ${models}, no selection beats random, so that it does not matter here how strong it is.`;
  }
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const weakGain = mean(helping.map((point) => point.weakGain));
  const strongGain = mean(helping.map((point) => point.strongGain));
  const places = helping.length === 1 ? 'At the one point' : `Over the ${helping.length} points`;
  const gains = `${signedPoints(weakGain)} points with ${modelWords(weak)}, ${signedPoints(strongGain)} with ${modelWords(strong)}`;
  const isEnough = weakGain >= 0.8 * strongGain;
  const conclusion = isEnough
    ? 'a weak surrogate is enough'
    : weakGain > 0
      ? `the weak one keeps ${percentWords(weakGain / strongGain)} of the gain`
      : 'the weak one is not enough';
  return `${places} where selection helps, its mean gain over random is ${gains}: ${conclusion}.`;
}

function warningOf({ weak, strong, points }: SurrogatePair): string[] {
  const misleading = points.filter(
    ({ difference, strongFromRandom }) =>
      standingOf(difference) === 'better' && standingOf(strongFromRandom) === 'worse',
  );
  const [first] = misleading;
  if (!first) return [];
  const more = misleading.length > 1 ? ` and ${misleading.length - 1} more` : '';
  return [
    `At ${percentWords(first.fraction)} by ${first.scheme}${more}, ${weak.name} “wins” against ${strong.name}, but there random is better than selecting with ${strong.name}: a warning about the scheme, which an inaccurate surrogate carries out less faithfully, and no merit of the weak surrogate.`,
  ];
}

function modelWords({ name, labels, error }: StudyReport['surrogates'][number]): string {
  return `${name} (${labels.toLocaleString('en')} labels, ${percentWords(error.mean)} wrong)`;
}

function signedPoints(gain: number): string {
  return `${gain < 0 ? '−' : ''}${pointWords(gain)}`;
}
