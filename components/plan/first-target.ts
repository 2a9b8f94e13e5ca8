import type { StudyReport } from '@/lib/contracts/study';

/** One point above what the full pool gives, in half points: a target that is worth asking about, and can be reached. */
export function firstTarget({ fullPool }: Pick<StudyReport, 'fullPool'>): number {
  return Math.min(0.99, Math.ceil((fullPool.error.mean + 0.01) * 200) / 200);
}
