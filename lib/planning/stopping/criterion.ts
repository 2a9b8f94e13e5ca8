/** What one criterion says; all stand side by side, and none is hidden in a score. */
export interface StoppingAdvice {
  readonly name: 'budget' | 'target' | 'gain' | 'agreement' | 'no-gain' | 'control';
  readonly title: string;
  /** `change`: go on labeling, but choose otherwise; `unknown`: not enough was measured or said */
  readonly verdict: 'stop' | 'go-on' | 'change' | 'unknown';
  /** the number that was looked at, in words; null where there is none yet */
  readonly measured: string | null;
  /** what it is held against, in words */
  readonly threshold: string;
  /** why, in a sentence */
  readonly reason: string;
}

/** A measured round, in order. */
export interface MeasuredRound {
  readonly number: number;
  readonly labels: number;
  /** test examples, and how many of them are wrong */
  readonly examples: number;
  readonly wrong: number;
}

export function percentText(share: number, digits = 1): string {
  return `${(share * 100).toFixed(digits)} %`;
}

export function countText(count: number): string {
  return Math.round(count).toLocaleString('en');
}
