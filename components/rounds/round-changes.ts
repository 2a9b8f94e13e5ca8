import type { LivePoint } from '@/lib/contracts/round';

/** How the error of a round compares with what was measured before it. */
export interface RoundChange {
  /** difference of the two errors; negative is better */
  readonly difference: number;
  /** the 95 % intervals do not meet */
  readonly certain: boolean;
}

/** The change that each measured round brought, by round number; the first point has none. */
export function roundChanges(curve: readonly LivePoint[]): ReadonlyMap<number, RoundChange> {
  const points = [...curve].sort((left, right) => left.round - right.round);
  const changes = new Map<number, RoundChange>();
  for (const [index, point] of points.entries()) {
    const before = points[index - 1];
    if (!before) continue;
    changes.set(point.round, {
      difference: point.error - before.error,
      certain: point.low > before.high || point.high < before.low,
    });
  }
  return changes;
}

/** "▼ 1.2 points lower" */
export function describeRoundChange({ difference }: RoundChange): string {
  const points = (Math.abs(difference) * 100).toFixed(1);
  if (points === '0.0') return 'the same';
  return difference < 0 ? `▼ ${points} points lower` : `▲ ${points} points higher`;
}
