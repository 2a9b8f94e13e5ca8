import { wilsonInterval } from '../../metrics/intervals';
import { percentText, type MeasuredRound, type StoppingAdvice } from './criterion';

/** The upper end of a two-sided 90 % interval is a one-sided 95 % bound. */
const TWO_SIDED = 0.9;
const IN_A_ROW = 2;

/**
 * TGT: the upper bound of the test error is at the target or below it, in two consecutive rounds.
 *
 * Why twice: whoever looks after every round stops by luck too early; measured, half of such runs were still above the
 * target. A test split that was never looked at confirms it.
 *
 * Source: theory f.6; Wilson (1927)
 */
export function targetAdvice(rounds: readonly MeasuredRound[], target: number | null): StoppingAdvice {
  const head = { name: 'target', title: 'Target reached' } as const;
  const threshold =
    target === null ? 'a target error' : `at most ${percentText(target)}, ${IN_A_ROW} rounds in a row`;
  const bounds = rounds
    .slice(-IN_A_ROW)
    .map(({ wrong, examples }) => wilsonInterval(wrong, examples, TWO_SIDED).high);
  const last = bounds.at(-1);
  if (target === null || last === undefined) {
    return {
      ...head,
      verdict: 'unknown',
      measured: null,
      threshold,
      reason: target === null ? 'No target is named.' : 'No round is measured yet.',
    };
  }
  const below = bounds.filter((bound) => bound <= target).length;
  const measured = `error below ${percentText(last)} (95 %)`;
  if (below === IN_A_ROW) {
    return {
      ...head,
      verdict: 'stop',
      measured,
      threshold,
      reason:
        'Two rounds in a row the upper bound of the test error is within the target. Confirm it on test examples that nobody has looked at.',
    };
  }
  return {
    ...head,
    verdict: 'go-on',
    measured,
    threshold,
    reason:
      last <= target
        ? 'Within the target for one round: one may be luck, so the next must be too.'
        : 'The test error may still be above the target.',
  };
}
