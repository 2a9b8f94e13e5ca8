import type { Interval } from '@/lib/contracts/model';

/** The span that holds all intervals, for bars that share a scale. An empty list spans 0 … 1. */
export function spanOf(intervals: readonly Interval[]): { readonly from: number; readonly to: number } {
  if (intervals.length === 0) return { from: 0, to: 1 };
  return {
    from: Math.min(...intervals.map(({ low }) => low)),
    to: Math.max(...intervals.map(({ high }) => high)),
  };
}
