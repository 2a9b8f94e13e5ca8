import type { Interval } from '../../contracts/model';
import { percentText, type StoppingAdvice } from './criterion';

/** Selected against random labels, equally many, on the same test examples. */
export interface ControlDifference {
  /** error of chosen minus error of random with its 95 % interval: negative is better */
  readonly difference: Interval;
  /** labels of each arm */
  readonly labels: number;
}

/** Selection is no better than random by the control arm: go on, but not like this. */
export function controlAdvice(control: ControlDifference | null): StoppingAdvice {
  const head = { name: 'control', title: 'Selection against random' } as const;
  const threshold = 'the whole 95 % interval below 0';
  if (control === null) {
    return {
      ...head,
      verdict: 'unknown',
      measured: null,
      threshold,
      reason: 'No round had a control arm that could be compared.',
    };
  }
  const { difference, labels } = control;
  const { low, high } = difference;
  const measured = `${signed(difference.mean)} points (${signed(low)} to ${signed(high)}) with ${labels.toLocaleString('en')} labels each`;
  if (high < 0) {
    return {
      ...head,
      verdict: 'go-on',
      measured,
      threshold,
      reason: 'Chosen labels leave less error than as many random ones.',
    };
  }
  return {
    ...head,
    verdict: 'change',
    measured,
    threshold,
    reason:
      low > 0
        ? 'Chosen labels leave more error than as many random ones: draw the next batch at random, or try another scheme.'
        : 'It is not shown that choosing beats random labels: go on with a larger control share, or draw at random, which costs no surrogate.',
  };
}

function signed(share: number): string {
  const text = percentText(share, 2).replace(' %', '');
  return share > 0 ? `+${text}` : text.replace('-', '−');
}
