import type { TargetEstimate } from '@/lib/planning/labels-for-target';
import { formatNumber } from '../ui/format';

type Labels = Pick<NonNullable<TargetEstimate['need']>, 'labels'>;

/** How many labels a scheme needs next to random selection, in words. */
export function compareWithRandom(scheme: Labels | null, random: Labels | null): string {
  if (!scheme) return random ? 'random reaches it' : 'neither reaches it';
  if (!random) return 'random does not reach it';
  const ratio = scheme.labels / random.labels - 1;
  if (Math.abs(ratio) < 0.005) return 'the same';
  const percent = formatNumber(Math.abs(ratio) * 100, 2);
  return ratio < 0 ? `▼ ${percent} % fewer labels` : `▲ ${percent} % more labels`;
}
