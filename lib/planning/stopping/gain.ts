import { forecastGain } from '../forecast';
import type { LearningCurve } from '../learning-curve';
import { countText, percentText, type StoppingAdvice } from './criterion';

/** Without a value of a point of error: what 1,000 labels must bring. */
const GAIN_PER_THOUSAND = 0.002;

interface GainInput {
  /** null while no curve can be fitted */
  readonly curve: LearningCurve | null;
  /** labels now, and in the next batch */
  readonly have: number;
  readonly batch: number;
  /** money of the next batch, and what one percentage point less error is worth; null where nobody has said */
  readonly price: number | null;
  readonly valuePerPoint: number | null;
  readonly currency: string;
}

/**
 * PG: the next batch is expected to gain less than it costs. The gain is that of the fitted curve; the threshold is the
 * batch's price over the value of a percentage point, or where nobody has named that, 0.2 points for 1,000 labels.
 *
 * Source: theory f.6
 */
export function gainAdvice(input: GainInput): StoppingAdvice {
  const { curve, have, batch, price, valuePerPoint, currency } = input;
  const head = { name: 'gain', title: 'Gain of the next batch' } as const;
  const byMoney = price !== null && valuePerPoint !== null && valuePerPoint > 0;
  const least = byMoney ? price / valuePerPoint / 100 : (GAIN_PER_THOUSAND * batch) / 1000;
  const threshold = byMoney
    ? `at least ${points(least)}: ${countText(price)} ${currency} for ${countText(batch)} labels, a point being worth ${countText(valuePerPoint)} ${currency}`
    : `at least ${points(least)}: 0.2 points for 1,000 labels`;
  if (curve === null) {
    return {
      ...head,
      verdict: 'unknown',
      measured: null,
      threshold,
      reason: 'Too few rounds are measured to fit a curve.',
    };
  }
  const gain = forecastGain(curve, have, batch);
  const isTooLittle = gain.median < least;
  const certain = isTooLittle ? gain.high < least : gain.low >= least;
  const measured = `${points(gain.median)} (${points(gain.low)} to ${points(gain.high)})`;
  return {
    ...head,
    verdict: isTooLittle ? 'stop' : 'go-on',
    measured,
    threshold,
    reason: `${countText(batch)} more labels are expected to gain ${isTooLittle ? 'less' : 'more'} than they must${
      certain ? ', over the whole 90 % interval.' : '; the 90 % interval holds the opposite too.'
    }`,
  };
}

function points(share: number): string {
  return `${percentText(share, 2).replace(' %', '')} points`;
}
