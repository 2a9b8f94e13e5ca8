import type { BatchView, StoredAnswer } from '@/lib/contracts/labeling';

/** The batch after an answer; exact but for what others answer, which comes with the next examples. */
export function countAnswer(batch: BatchView, { was, is }: StoredAnswer): BatchView {
  const counts = { open: batch.open, labeled: batch.labeled, skipped: batch.skipped, bad: batch.bad };
  counts[was] -= 1;
  counts[is] += 1;
  const answersLeft = Math.max(counts.open, batch.answersLeft - (was === 'open' ? 1 : 0));
  const { medianSeconds } = batch;
  return {
    ...batch,
    ...counts,
    answersLeft: counts.open === 0 ? 0 : answersLeft,
    secondsLeft: counts.open === 0 ? 0 : medianSeconds && answersLeft * medianSeconds,
  };
}
