import type { StudyReport } from '@/lib/contracts/study-report';

/**
 * One point above what the full pool gives, or else the best point, in half points: a target that is worth asking about,
 * and can be reached.
 */
export function firstTarget({ fullPool, curves }: Pick<StudyReport, 'fullPool' | 'curves'>): number {
  const errors = curves.flatMap(({ points }) => points.map(({ error }) => error.mean));
  const reached = fullPool?.error.mean ?? Math.min(...errors);
  return Math.min(0.99, Math.ceil((reached + 0.01) * 200) / 200);
}
