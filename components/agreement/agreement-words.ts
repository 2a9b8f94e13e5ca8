import type { AgreementEstimate, AgreementGap, AgreementReport } from '@/lib/contracts/agreement';
import { formatQuantity } from '../ui/format';

export const GAP_WORDS: Record<AgreementGap, string> = {
  'no-votes': 'nobody has labeled anything yet',
  'one-annotator': 'only one person has labeled so far',
  'no-shared-example': 'no example was labeled by two people',
  'one-class': 'every answer names the same class, so nothing could differ',
  'no-such-vote': 'nobody chose this class',
};

/** Fewer examples than this leave numbers that may be quite different tomorrow. */
export const FEW_EXAMPLES = 30;

/** 0.7431 → "0.74"; – where it cannot be said. */
export function formatAgreement(value: number | null): string {
  return value === null ? '–' : value.toFixed(2);
}

/** "0.70–0.79", or why there is none. */
export function intervalWords({ low, high, reason }: AgreementEstimate): string {
  if (reason) return GAP_WORDS[reason];
  return low === null || high === null ? 'no interval' : `${low.toFixed(2)} to ${high.toFixed(2)}`;
}

/** Krippendorff's own thresholds, applied to the lower end: what is sure, not what is hoped for. */
export function reliabilityWords({ low, value }: AgreementEstimate): string | null {
  const sure = low ?? value;
  if (sure === null) return null;
  if (sure >= 0.8) return 'reliable';
  if (sure >= 0.667) return 'good enough for tentative conclusions';
  if (sure > 0.2) return 'low: look at the classes that are confused, and at the guidelines';
  return 'hardly better than chance';
}

/** What the numbers amount to, for somebody in a hurry. */
export function verdictOf(report: AgreementReport): string {
  const { krippendorff, disagreement, shared } = report;
  if (krippendorff.value === null || disagreement.value === null) {
    return `Nothing can be said yet: ${GAP_WORDS[krippendorff.reason ?? 'no-shared-example']}.`;
  }
  const split = Math.round(disagreement.value * shared);
  const few = shared < FEW_EXAMPLES ? ` That is few: with more examples these numbers may change a lot.` : '';
  return `On ${formatQuantity(split, 'example')} of the ${formatQuantity(shared, 'example')} that several people labeled, they do not all say the same. Agreement beyond chance is ${reliabilityWords(krippendorff)}.${few}`;
}
