import type { Interval } from '@/lib/contracts/model';
import { formatNumber, formatPercent } from '../ui/format';

interface Measured {
  readonly name: string;
  readonly error: Interval;
}

/** Says in a sentence whether the test split tells two models apart: only where their 95 % intervals do not meet. */
export function comparisonVerdict(left: Measured, right: Measured): string {
  const [better, worse] = left.error.mean <= right.error.mean ? [left, right] : [right, left];
  const points = formatNumber((worse.error.mean - better.error.mean) * 100, 2);
  const gap =
    `“${better.name}” is wrong on ${formatPercent(better.error.mean)}, ` +
    `“${worse.name}” on ${formatPercent(worse.error.mean)}: a difference of ${points} points.`;
  return better.error.high < worse.error.low
    ? `${gap} The intervals do not meet, so the difference is more than chance.`
    : `${gap} The intervals overlap, so this test split cannot tell them apart.`;
}
