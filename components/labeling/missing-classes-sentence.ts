import type { ClassCount } from '@/lib/contracts/labeling';
import { formatCount } from '../ui/format';

/** So many classes are named; the others are counted. */
const NAMED = 8;

/** "No label yet for 2 of 10 classes: Bag, Shirt."; null where every class has one, or none has. */
export function missingClassesSentence(counts: readonly ClassCount[]): string | null {
  const missing = counts.filter(({ labels }) => labels === 0);
  if (missing.length === 0 || missing.length === counts.length) return null;
  const names = missing.slice(0, NAMED).map(({ name }) => name);
  const rest = missing.length - names.length;
  const more = rest > 0 ? ` and ${formatCount(rest)} more` : '';
  return `No label yet for ${formatCount(missing.length)} of ${formatCount(counts.length)} classes: ${names.join(', ')}${more}.`;
}
