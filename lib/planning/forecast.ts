import { normalCumulative, normalQuantile } from '../numeric/normal-distribution';
import type { LearningCurve } from './learning-curve';
import { errorAt, labelsAt } from './power-law';

/** A value and its 90 % interval over refits. */
export interface ForecastInterval {
  readonly median: number;
  readonly low: number;
  readonly high: number;
}

/** Labels for a target error, in all; Infinity where a refit never gets there. */
export interface LabelsForecast extends ForecastInterval {
  /** of the refits that never reach the target */
  readonly unreachable: number;
}

/** Of all intervals of a plan: 5 % on each side. */
export const FORECAST_PROBABILITY = 0.9;
const TAIL = (1 - FORECAST_PROBABILITY) / 2;

/**
 * The error with so many labels, and its 90 % interval: the percentiles of the refits.
 *
 * Source: theory f.2. O(refits · log refits)
 */
export function forecastError(curve: LearningCurve, labels: number): ForecastInterval {
  const errors = curve.refits.map((law) => errorAt(law, labels)).sort(ascending);
  const [low, median, high] = [TAIL, 0.5, 1 - TAIL].map((share) => lineBetween(errors, share)) as Triple;
  return { median, low, high };
}

/**
 * The error that will be measured with so many labels: the curve's interval and the chance of one more measurement (as
 * that of the newest point, overdispersion included), half-widths in quadrature.
 *
 * Why: whoever measures later sees a point, not the curve.
 */
export function forecastMeasured(curve: LearningCurve, labels: number): ForecastInterval {
  const { median, low, high } = forecastError(curve, labels);
  const spread = NORMAL_TAIL * deviationOfOne(curve);
  return {
    median,
    low: Math.max(0, median - Math.hypot(median - low, spread)),
    high: Math.min(1, median + Math.hypot(high - median, spread)),
  };
}

/** Standard deviation of one more measured error. */
function deviationOfOne({ points, overdispersion }: LearningCurve): number {
  return Math.sqrt((points.at(-1)?.variance ?? 0) * overdispersion);
}

type Triple = [number, number, number];
const NORMAL_TAIL = normalQuantile(FORECAST_PROBABILITY);

/**
 * How many labels a target error takes in all, with its 90 % interval: percentiles of the refits' own answers, of which some
 * may be Infinity. Whole labels, rounded up.
 *
 * Why ranges: measured on a known law, the point answer is off by factors of 0.7 to 1.85 (theory f.2).
 *
 * @param target share of wrong predictions
 */
export function forecastLabels(curve: LearningCurve, target: number): LabelsForecast {
  const needs = needsOf(curve, target);
  return { ...labelsInterval(needs), unreachable: shareOf(needs, (labels) => labels === Infinity) };
}

/** How much lower the curve is after so many more labels, with its 90 % interval. Never negative. */
export function forecastGain({ refits }: LearningCurve, have: number, more: number): ForecastInterval {
  const gains = refits.map((law) => errorAt(law, have) - errorAt(law, have + more)).sort(ascending);
  const [low, median, high] = [TAIL, 0.5, 1 - TAIL].map((share) => lineBetween(gains, share)) as Triple;
  return { median, low, high };
}

/** Of the refits, the share that is at the target or below it with so many labels. Rises with labels and with the target. */
export function probabilityToReach(curve: LearningCurve, target: number, labels: number): number {
  return shareOf(needsOf(curve, target), (needed) => needed <= labels);
}

/**
 * How likely the error that is measured with so many labels is at the target or below it: over refits and over the chance
 * of one more measurement, as in `forecastMeasured`. Rises with labels and with the target. O(refits)
 */
export function probabilityToMeasure(curve: LearningCurve, target: number, labels: number): number {
  const deviation = deviationOfOne(curve);
  if (deviation === 0) return probabilityToReach(curve, target, labels);
  const sum = curve.refits.reduce(
    (total, law) => total + normalCumulative((target - errorAt(law, labels)) / deviation),
    0,
  );
  return curve.refits.length === 0 ? 0 : sum / curve.refits.length;
}

export interface Saving extends ForecastInterval {
  /** of the pairs of refits, where random needs more */
  readonly probability: number;
}

/**
 * Labels that a scheme saves against random at a target error: the difference of both needs, refit by refit (joint
 * bootstrap), so that the interval is of the difference. Negative where random needs fewer.
 *
 * @param extra labels that the scheme pays and random does not: its surrogate's
 * @returns null where neither reaches the target in more than half of the refits: there is no difference to name
 * Source: theory f.4
 */
export function forecastSaving(
  scheme: LearningCurve,
  random: LearningCurve,
  target: number,
  extra = 0,
): Saving | null {
  const ofRandom = needsOf(random, target);
  const savings = needsOf(scheme, target).map((needed, refit) => {
    const other = ofRandom[refit] as number;
    return needed === Infinity && other === Infinity ? NaN : other - needed - extra;
  });
  const known = savings.filter((saving) => !Number.isNaN(saving));
  if (known.length < savings.length / 2) return null;
  return { ...labelsInterval(known), probability: shareOf(known, (saving) => saving > 0) };
}

function needsOf({ refits }: LearningCurve, target: number): number[] {
  return refits.map((law) => {
    const labels = labelsAt(law, target);
    return labels === Infinity ? Infinity : Math.ceil(labels - 1e-9 * labels);
  });
}

function labelsInterval(values: readonly number[]): ForecastInterval {
  const ordered = [...values].sort(ascending);
  const at = (index: number) => ordered[Math.min(ordered.length - 1, Math.max(0, index))] as number;
  // towards the ends, so that the interval is never too short, and never between a number and Infinity
  return {
    low: at(Math.floor(TAIL * (ordered.length - 1))),
    median: at(Math.floor(0.5 * (ordered.length - 1))),
    high: at(Math.ceil((1 - TAIL) * (ordered.length - 1))),
  };
}

function ascending(left: number, right: number): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

/** NumPy's default quantile: linear between order statistics. */
function lineBetween(ordered: readonly number[], share: number): number {
  const place = share * (ordered.length - 1);
  const below = ordered[Math.floor(place)] as number;
  return below + (place - Math.floor(place)) * ((ordered[Math.ceil(place)] as number) - below);
}

function shareOf(values: readonly number[], holds: (value: number) => boolean): number {
  return values.length === 0 ? 0 : values.filter(holds).length / values.length;
}
