import type { ArmComparison, NoComparison } from '@/lib/contracts/control-arm';
import type { RoundSetup, RoundView } from '@/lib/contracts/round';
import { formatCount } from '../ui/format';

export type Verdict = 'better' | 'open' | 'worse';

/** What the interval of chosen − random allows to say. */
export function verdictOf({ difference }: ArmComparison): Verdict {
  if (difference.high < 0) return 'better';
  return difference.low > 0 ? 'worse' : 'open';
}

/** The comparison in a sentence, chosen against random at equal labels. */
export function comparisonSentence(comparison: ArmComparison): string {
  const { difference, labelsEach } = comparison;
  const labels = `${formatCount(labelsEach)} labels each`;
  const { low, high } = { low: points(difference.low), high: points(difference.high) };
  switch (verdictOf(comparison)) {
    case 'better':
      return `With ${labels}, the chosen examples leave ${points(difference.mean)} points fewer errors than random ones, between ${high} and ${low}.`;
    case 'worse':
      return `Worse than random so far: with ${labels}, the chosen examples leave ${points(difference.mean)} points more errors than random ones, between ${low} and ${high}.`;
    case 'open':
      return `No better than random so far: with ${labels}, the chosen examples leave between ${low} points fewer and ${high} points more errors than random ones.`;
  }
}

/** Why there is no comparison, and what would bring one. */
export function noComparisonSentence(reason: NoComparison): string {
  return NO_COMPARISON[reason];
}

const NO_COMPARISON: Record<NoComparison, string> = {
  'no-control':
    'Nothing was drawn at random in these rounds, so that nobody can say whether choosing was worth it. Give the next round a random share.',
  'no-test-split':
    'Chosen and random labels are compared on a labeled test split, and this project has none. Add examples with labels to the split “test”.',
  'too-few-labels':
    'There are fewer than 10 labels of each kind, chosen and random: too few to compare. Label on, or raise the random share.',
  'one-class': 'All labels of one of the two kinds are of one class: no model can be trained on them yet.',
};

/** Below this share of the pool that is labeled, the hardest examples teach least; above the second, most. */
const LOW_SHARE = 0.2;
const HIGH_SHARE = 0.4;
/** Labels a class below which a first model hardly knows what is hard. */
const SEED_LABELS_PER_CLASS = 10;

/** What a lead can do where choosing has not proved better than random, most promising first. */
export function adviceOf(
  comparison: ArmComparison,
  setup: RoundSetup | null,
  { classes, labels }: { readonly classes: number; readonly labels: number },
): string[] {
  if (verdictOf(comparison) === 'better') return [];
  const advice: string[] = [];
  const share = setup ? labels / Math.max(1, labels + setup.pool) : null;
  const exponent = setup?.parameters.exponent;
  if (share !== null && typeof exponent === 'number') {
    const where = `${(100 * share).toFixed(share < 0.1 ? 1 : 0)} % of the pool is labeled`;
    if (share < LOW_SHARE && exponent > 0) {
      advice.push(
        `Lower the exponent (now ${exponent}): ${where}, and with so little the hardest examples mislead.`,
      );
    } else if (share > HIGH_SHARE) {
      advice.push(`Raise the exponent (now ${exponent}): ${where}, and what is easy is known by now.`);
    }
  }
  if (setup && setup.scheme !== 'random') {
    advice.push(
      typeof exponent === 'number'
        ? 'Try another scheme: one that also spreads over the pool, such as TypiClust or BADGE.'
        : `Try another scheme than ${setup.scheme}: power with exponent 0.5 mixes hard and ordinary examples.`,
    );
  }
  if (comparison.seedLabels < SEED_LABELS_PER_CLASS * classes) {
    advice.push(
      `Label a larger seed: ${formatCount(comparison.seedLabels)} labels for ${classes} classes make a weak judge of what is hard.`,
    );
  }
  advice.push('Or label at random: it is cheaper, and every number measured on it is unbiased.');
  return advice;
}

/** Warns where annotators saw what the model thinks; null where none did. */
export function guessSentence(rounds: readonly RoundView[]): string | null {
  const seen = rounds.filter(({ answersWithGuess }) => answersWithGuess > 0);
  if (seen.length === 0) return null;
  const answers = seen.reduce((sum, round) => sum + round.answers, 0);
  const withGuess = seen.reduce((sum, round) => sum + round.answersWithGuess, 0);
  const names =
    seen.length > 3 ? `${seen.length} rounds` : `round ${seen.map(({ number }) => number).join(', ')}`;
  return `In ${names} annotators saw the model’s guess at ${formatCount(withGuess)} of ${formatCount(answers)} answers. People tend to agree with what they are shown: labels, and errors measured on them, lean towards the model.`;
}

/** 0.0214 → "2.1" */
function points(share: number): string {
  return (100 * Math.abs(share)).toFixed(1);
}
