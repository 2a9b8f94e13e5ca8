import { forecastMeasured, type ForecastInterval } from './forecast';
import { FEWEST_SIZES, fitLearningCurve, type LearningPoint } from './learning-curve';

/** A point of the live curve. */
export interface RoundPoint extends LearningPoint {
  readonly round: number;
}

/** What a plan made at an earlier round said about a later one. */
export interface BackTestRow {
  /** the newest round that the plan knew of */
  readonly madeAt: number;
  /** labels then */
  readonly labels: number;
  /** what it would have said about the error of the newest round */
  readonly said: ForecastInterval;
  /** the newest round's error lies in the interval */
  readonly hit: boolean;
}

export interface BackTest {
  /** the newest round, which all are held against */
  readonly now: { readonly round: number; readonly labels: number; readonly error: number };
  /** oldest plan first */
  readonly rows: readonly BackTestRow[];
}

/** Of many rounds only so many plans are made again, evenly spread. */
const MOST_PLANS = 24;

/**
 * The plan as it would have been made after each earlier round, held against what was then measured: fits see only the
 * points that there were. The interval is of a measurement (the curve's, and the chance of one more measured error).
 *
 * @param points in order of round
 * @returns null with fewer than four rounds with a point: a first plan takes three sizes, and a later one to hold it against
 * O(plans · refits · 59 · points)
 */
export function backTest(points: readonly RoundPoint[], seed: number): BackTest | null {
  const now = points.at(-1);
  if (!now) return null;
  const earlier = points
    .map((_, index) => points.slice(0, index + 1))
    .filter(
      (known) =>
        known.length < points.length && new Set(known.map(({ labels }) => labels)).size >= FEWEST_SIZES,
    );
  if (earlier.length === 0) return null;
  const step = Math.max(1, (earlier.length - 1) / (MOST_PLANS - 1));
  const chosen = new Set(
    Array.from({ length: Math.min(MOST_PLANS, earlier.length) }, (_, index) => Math.round(index * step)),
  );
  const rows = earlier
    .filter((_, index) => chosen.has(index))
    .map((known): BackTestRow => {
      const last = known[known.length - 1] as RoundPoint;
      const curve = fitLearningCurve(known, seed);
      const said = forecastMeasured(curve, now.labels);
      return {
        madeAt: last.round,
        labels: last.labels,
        said,
        hit: said.low <= now.error && now.error <= said.high,
      };
    });
  return { now: { round: now.round, labels: now.labels, error: now.error }, rows };
}
