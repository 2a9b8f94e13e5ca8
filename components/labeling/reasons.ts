import type { AnswerReason, BAD_REASONS, SKIP_REASONS } from '@/lib/contracts/labeling';

export const SKIP_WORDS: Record<(typeof SKIP_REASONS)[number], string> = {
  'too-hard': 'I cannot tell',
  'several-classes': 'Several classes fit',
  'no-class': 'No class fits',
  'needs-context': 'More must be known',
};

export const BAD_WORDS: Record<(typeof BAD_REASONS)[number], string> = {
  broken: 'Broken or unreadable',
  'off-topic': 'Does not belong here',
  duplicate: 'Shown before',
  private: 'Should not be seen',
};

/** Reasons of a kind of answer with their words, in the order of their keys. */
export function reasonsOf(kind: 'skip' | 'bad'): readonly { reason: AnswerReason; words: string }[] {
  const words: Partial<Record<AnswerReason, string>> = kind === 'skip' ? SKIP_WORDS : BAD_WORDS;
  return Object.entries(words).map(([reason, text]) => ({ reason: reason as AnswerReason, words: text }));
}
