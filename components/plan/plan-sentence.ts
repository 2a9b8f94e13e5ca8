import type { TargetEstimate } from '@/lib/planning/labels-for-target';
import { formatCount, formatPercent } from '../ui/format';

/** The answer in a sentence or two: what random needs, and which scheme needs fewest. */
export function planSentence(estimates: readonly TargetEstimate[], targetError: number): string {
  const target = formatPercent(targetError);
  const random = cheapest(estimates.filter(({ isRandom }) => isRandom));
  const scheme = cheapest(estimates.filter(({ isRandom }) => !isRandom));
  if (!random && !scheme) return `No measured point of this study reaches ${target}, not even the full pool.`;
  const byRandom = random
    ? `Random selection reaches ${target} with ${formatCount(random.labels)} labels.`
    : `Random selection does not reach ${target} at any measured point.`;
  if (!scheme) return `${byRandom} No scheme reaches it.`;
  const byScheme = `${scheme.scheme} with ${formatCount(scheme.labels)}`;
  if (!random) return `${byRandom} The cheapest that does is ${byScheme}.`;
  return scheme.labels < random.labels
    ? `${byRandom} The cheapest scheme is ${byScheme}.`
    : `${byRandom} No scheme needs fewer.`;
}

function cheapest(
  estimates: readonly TargetEstimate[],
): { readonly scheme: string; readonly labels: number } | null {
  const reached = estimates.flatMap(({ scheme, need }) => (need ? [{ scheme, labels: need.labels }] : []));
  return reached.sort((left, right) => left.labels - right.labels).at(0) ?? null;
}
