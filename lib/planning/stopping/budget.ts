import { countText, type StoppingAdvice } from './criterion';

interface BudgetLeft {
  /** spent so far and allowed in all, in one unit */
  readonly spent: number;
  readonly budget: number;
  readonly unit: string;
}

/** BUD: what may be spent is spent. Null while no budget was named, or it cannot be told what was spent. */
export function budgetAdvice(left: BudgetLeft | null): StoppingAdvice {
  const head = { name: 'budget', title: 'Budget' } as const;
  if (left === null) {
    return {
      ...head,
      verdict: 'unknown',
      measured: null,
      threshold: 'all of it spent',
      reason: 'No budget is named, or nothing says what was spent so far.',
    };
  }
  const { spent, budget, unit } = left;
  const isSpent = spent >= budget;
  return {
    ...head,
    verdict: isSpent ? 'stop' : 'go-on',
    measured: `${countText(spent)} ${unit} spent`,
    threshold: `${countText(budget)} ${unit}`,
    reason: isSpent ? 'The budget is spent.' : `${countText(budget - spent)} ${unit} are left.`,
  };
}
