/** No example of a fast task takes longer than this without a break. */
export const SHORTEST_BREAK = 120;
/** Nor one of a slow task than so many times the median. */
export const MANY_TIMES = 10;

/**
 * Seconds above which an answer is taken for a break and left out: two minutes, or ten times the median where the task is
 * slow.
 *
 * Why both: an image takes two seconds and a coffee ten minutes, but a long text may take three minutes of reading.
 *
 * @param median seconds of all timed answers, breaks too; null without any
 */
export function breakSecondsOf(median: number | null): number {
  return Math.max(SHORTEST_BREAK, MANY_TIMES * (median ?? 0));
}
