import type { ChoiceSize, Scheme } from './scheme';

/** What one core does of a scheme's inner loop, as measured on two cores of an AMD EPYC (docs/performance.md). */
const MULTIPLICATIONS_PER_SECOND = 1e9;

/** Roughly how long a choice takes on one core: right to a factor of about three, which is enough to warn by. */
export function expectedSeconds(scheme: Scheme, size: ChoiceSize, parameters: unknown): number {
  return scheme.work(size, parameters) / MULTIPLICATIONS_PER_SECOND;
}

/** "less than a second", "about 20 seconds", "about 4 minutes", "about 2 hours". */
export function durationWords(seconds: number): string {
  if (seconds < 1) return 'less than a second';
  const [count, unit] =
    seconds < 90
      ? [Math.round(seconds), 'second']
      : seconds < 5400
        ? [Math.round(seconds / 60), 'minute']
        : [Math.round(seconds / 3600), 'hour'];
  return `about ${count.toLocaleString('en')} ${unit}${count === 1 ? '' : 's'}`;
}
