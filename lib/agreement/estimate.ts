import type { AgreementEstimate, AgreementGap } from '../contracts/agreement';
import { wilsonInterval } from '../metrics/intervals';
import type { Votes } from './votes';

/** A number that cannot be said, and why. */
export function missing(reason: AgreementGap): AgreementEstimate {
  return { value: null, low: null, high: null, reason };
}

/** A number with its interval, where there is one. */
export function measured(value: number, interval: { low: number; high: number } | null): AgreementEstimate {
  return { value, low: interval?.low ?? null, high: interval?.high ?? null, reason: null };
}

/** A share with Wilson's 95 % interval; missing for want of any example. O(1) */
export function measuredShare(count: number, total: number, reason: AgreementGap): AgreementEstimate {
  if (total === 0) return missing(reason);
  return measured(count / total, wilsonInterval(count, total));
}

/** Why votes say nothing of agreement at all; null where at least one item was voted on twice. O(votes) */
export function gapOf({ items, offsets, annotator }: Votes): AgreementGap | null {
  if (annotator.length === 0) return 'no-votes';
  for (let item = 0; item < items; item++) {
    if ((offsets[item + 1] as number) - (offsets[item] as number) >= 2) return null;
  }
  return annotator.every((voter) => voter === annotator[0]) ? 'one-annotator' : 'no-shared-example';
}
