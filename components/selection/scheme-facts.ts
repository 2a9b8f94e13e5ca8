import type { SchemeInfo } from '@/lib/contracts/selection';
import type { InclusionProbabilities, SchemeFamily, SchemeNeed } from '@/lib/selections/scheme';

export const FAMILY_TITLES: Record<SchemeFamily, string> = {
  random: 'Baseline',
  'by score': 'By score: the largest, the smallest',
  'by probability': 'By probability: harder ones more likely',
  balanced: 'Balanced over classes',
  diverse: 'Diverse: unlike one another',
};

const NEEDS: Record<SchemeNeed, string> = {
  probabilities: 'class probabilities',
  features: 'features',
  labeled: 'the features of labeled examples',
};

const PROBABILITIES: Record<InclusionProbabilities, string> = {
  exact: 'Gives each example’s inclusion probability.',
  conditional: 'Gives inclusion probabilities conditioned on what was left out, good for weights.',
  none: 'Has no inclusion probabilities: no weights can make its estimates unbiased.',
};

/** What one should know of a scheme before choosing it, in sentences. */
export function schemeFacts(scheme: SchemeInfo): string[] {
  const { needs, defaultScore, inclusionProbabilities, nested, cost, source } = scheme;
  const needed = [...(defaultScore === null ? [] : ['a score']), ...needs.map((need) => NEEDS[need])];
  return [
    `Looks at ${needed.length === 0 ? 'nothing of the examples' : listWords(needed)}.`,
    PROBABILITIES[inclusionProbabilities],
    nested
      ? 'A larger budget keeps what a smaller one chose.'
      : 'A larger budget may leave out what a smaller one chose.',
    `Cost ${cost}. Source: ${source}`,
  ];
}

function listWords(words: readonly string[]): string {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}
