import { mcnemarPValue } from '../../metrics/mcnemar';
import { countText, type StoppingAdvice } from './criterion';

const ROUNDS = 3;
const LEVEL = 0.05;

/** Test examples that only one of two successive models gets right. */
export interface SuccessiveChange {
  readonly round: number;
  readonly onlyBefore: number;
  readonly onlyNow: number;
}

/**
 * NS: none of the last three rounds made the test error significantly lower than the round before (McNemar, 5 %).
 *
 * What it cannot see: gains that are smaller than the test split can tell, each round, and add up.
 *
 * Source: theory f.6
 */
export function noGainAdvice(changes: readonly SuccessiveChange[]): StoppingAdvice {
  const head = { name: 'no-gain', title: 'No gain over the last rounds' } as const;
  const threshold = `no significant gain (McNemar, ${LEVEL * 100} %) in ${ROUNDS} rounds`;
  const last = changes.slice(-ROUNDS);
  const measured =
    last.length === 0
      ? null
      : last
          .map(
            ({ round, onlyBefore, onlyNow }) =>
              `round ${round}: +${countText(onlyNow)} −${countText(onlyBefore)}, p ${mcnemarPValue(onlyBefore, onlyNow).toFixed(3)}`,
          )
          .join('; ');
  if (last.length < ROUNDS) {
    return {
      ...head,
      verdict: 'unknown',
      measured,
      threshold,
      reason: `It takes ${ROUNDS + 1} models that were measured on the same test examples.`,
    };
  }
  const better = last.filter(
    ({ onlyBefore, onlyNow }) => onlyNow > onlyBefore && mcnemarPValue(onlyBefore, onlyNow) < LEVEL,
  );
  return {
    ...head,
    verdict: better.length === 0 ? 'stop' : 'go-on',
    measured,
    threshold,
    reason:
      better.length === 0
        ? 'What the last rounds gained, if anything, is less than the test examples can tell.'
        : `${better.map(({ round }) => `Round ${round}`).join(', ')} got significantly more test examples right than the model before.`,
  };
}
