import type { Interval } from '../contracts/model';
import type { StudyCurve, StudyDifference, StudyPoint, StudyReport } from '../contracts/study-report';
import { pairedDifference, populationInterval } from '../metrics/intervals';
import { pointWords } from './words';

/**
 * What a difference says. `better` and `worse` only where it stands out among all that were looked at; `equal` only where
 * its 95 % interval lies within `AS_GOOD_MARGIN` of zero; else `unclear`, which says that nothing was shown.
 */
export type Standing = 'better' | 'worse' | 'equal' | 'unclear';

/** Two errors no further apart than this are as good as each other: half a percentage point. */
export const AS_GOOD_MARGIN = 0.005;

/** A difference of two errors (negative is better) and what may be said of it. */
export interface Judgement {
  /** its own 95 % interval */
  readonly interval: Interval;
  /** as wide as it must be for all comparisons of its family to hold together with 95 % */
  readonly adjusted: Interval;
  readonly standing: Standing;
  /** size of its family */
  readonly among: number;
  /** it speaks of the population; else of these test examples only */
  readonly isOfPopulation: boolean;
}

/** A point of a curve against what stands beside it. */
export interface Comparison extends Judgement {
  readonly curve: StudyCurve;
  readonly point: StudyPoint;
}

/**
 * Judges one of `among` differences that are looked at together.
 *
 * Why: of 144 differences that are nothing but chance some seven leave zero out of their own 95 % interval, and the
 * largest of them nearly always does. Widened to 1 − .05 / 144 each (Bonferroni), all of them hold zero in 95 of 100
 * studies.
 *
 * @param repeats that the difference was paired over; of one nothing can be said
 */
export function judge(difference: StudyDifference, repeats: number, among: number): Judgement {
  const interval = populationInterval(difference, repeats);
  const adjusted = populationInterval(difference, repeats, 1 - 0.05 / Math.max(1, among));
  const isOfPopulation = difference.testHalfWidth !== null;
  const standing = repeats < 2 ? 'unclear' : standingOf(interval, adjusted);
  return { interval, adjusted, standing, among, isOfPopulation };
}

function standingOf(interval: Interval, adjusted: Interval): Standing {
  if (adjusted.high < 0) return 'better';
  if (adjusted.low > 0) return 'worse';
  return interval.low >= -AS_GOOD_MARGIN && interval.high <= AS_GOOD_MARGIN ? 'equal' : 'unclear';
}

type Compared = Pick<Comparison, 'curve' | 'point'> & { readonly difference: StudyDifference | null };

function family(compared: readonly Compared[]): Comparison[] {
  const measured = compared.flatMap(({ difference, ...rest }) =>
    difference ? [{ ...rest, difference }] : [],
  );
  return measured.map(({ curve, point, difference }) => ({
    curve,
    point,
    ...judge(difference, point.repeats.length, measured.length),
  }));
}

/** Every point below the full pool against random of the same surrogate's pool and arm. */
export function comparisonsWithRandom(report: Pick<StudyReport, 'curves'>): Comparison[] {
  return family(
    pointsOf(report).map((compared) => ({ ...compared, difference: compared.point.differenceFromRandom })),
  );
}

/** Every point below the full pool that looks at a surrogate against random with as many labels in all. */
export function comparisonsAtEqualLabels(report: Pick<StudyReport, 'curves'>): Comparison[] {
  return family(
    pointsOf(report).map((compared) => ({
      ...compared,
      difference: compared.point.equalLabels?.difference ?? null,
    })),
  );
}

/** Every selected point of the full pool's surrogate against the full pool. */
export function comparisonsWithFullPool({ curves, fullPool }: StudyReport): Comparison[] {
  if (!fullPool) return [];
  const selected = pointsOf({ curves }).filter(
    ({ curve, point }) => curve.surrogate === fullPool.surrogate && point.differenceFromRandom !== null,
  );
  return family(
    selected.map((compared) => ({
      ...compared,
      difference: compared.point.differenceFromFullPool ?? {
        ...pairedDifference(compared.point.repeats, fullPool.repeats),
        testHalfWidth: null,
      },
    })),
  );
}

function pointsOf({ curves }: Pick<StudyReport, 'curves'>) {
  return curves.flatMap((curve) =>
    curve.points.filter(({ fraction }) => fraction < 1).map((point) => ({ curve, point })),
  );
}

/** The curve of random of the same surrogate's pool and the same arm. */
export function randomBeside(
  { curves }: Pick<StudyReport, 'curves'>,
  { surrogate, arm }: StudyCurve,
): StudyCurve | undefined {
  return curves.find(
    (other) => other.strategy === 'random' && other.surrogate === surrogate && other.arm === arm,
  );
}

/** "1.2 points (0.8 … 1.6, allowing for 12 comparisons)": a difference that stands out, without its sign. */
export function differenceWords({ adjusted, among, isOfPopulation }: Judgement): string {
  const { mean, low, high } = adjusted;
  const [near, far] = mean < 0 ? [high, low] : [low, high];
  const family = among > 1 ? `, allowing for ${among} comparisons` : '';
  const where = isOfPopulation ? '' : ' on these test examples';
  return `${pointWords(mean)} points${where} (${pointWords(near)} … ${pointWords(far)}${family})`;
}
