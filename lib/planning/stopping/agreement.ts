import type { StoppingAdvice } from './criterion';

/** Of theory f.6's own runs: at 0.97 they stopped within 0.014 of the full pool; the usual 0.99 never fired. */
const STABLE = 0.97;
const WINDOW = 3;

/** Agreement of a round's model with the one before, on the same unlabeled examples. */
export interface SuccessiveAgreement {
  readonly round: number;
  /** Cohen's kappa */
  readonly kappa: number;
  readonly examples: number;
}

/**
 * SP: successive models say the same of a fixed, unlabeled part of the pool: mean kappa of the last three pairs.
 *
 * What it cannot see: models that agree on the same mistakes. The threshold depends on the batch: small batches change a
 * model little.
 *
 * Source: Bloodgood and Vijay-Shanker, A method for stopping active learning based on stabilizing predictions (2009);
 * theory f.6
 */
export function agreementAdvice(agreements: readonly SuccessiveAgreement[]): StoppingAdvice {
  const head = { name: 'agreement', title: 'Successive models agree' } as const;
  const threshold = `mean kappa of the last ${WINDOW} pairs at least ${STABLE}`;
  const last = agreements.slice(-WINDOW);
  if (last.length < WINDOW) {
    return {
      ...head,
      verdict: 'unknown',
      measured: last.length === 0 ? null : kappaList(last),
      threshold,
      reason: `It takes ${WINDOW + 1} measured rounds on the same classes; there are ${last.length === 0 ? 'fewer than two' : last.length + 1}.`,
    };
  }
  const mean = last.reduce((sum, { kappa }) => sum + kappa, 0) / WINDOW;
  const examples = last.at(-1)?.examples ?? 0;
  const stable = mean >= STABLE;
  return {
    ...head,
    verdict: stable ? 'stop' : 'go-on',
    measured: `kappa ${mean.toFixed(3)} (${kappaList(last)})`,
    threshold,
    reason: stable
      ? `New labels hardly change any more what the model says of ${examples.toLocaleString('en')} unlabeled examples.`
      : `New labels still change what the model says of ${examples.toLocaleString('en')} unlabeled examples.`,
  };
}

function kappaList(agreements: readonly SuccessiveAgreement[]): string {
  return agreements.map(({ kappa }) => kappa.toFixed(3)).join(', ');
}
