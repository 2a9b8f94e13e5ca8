/** A number of labels to buy, seen in the three ways that people think of it. */
export interface Budget {
  readonly examples: number;
  /** of the examples that can be selected */
  readonly share: number;
  /** null while nobody has said what a label costs */
  readonly cost: number | null;
}

/** At least one example, at most all of them, and whole. */
export function clampBudget(examples: number, available: number): number {
  if (!Number.isFinite(examples)) return 1;
  return Math.max(1, Math.min(Math.round(examples), Math.max(1, available)));
}

export function budgetOf(examples: number, available: number, costPerLabel: number | null): Budget {
  return {
    examples,
    share: available > 0 ? examples / available : 0,
    cost: costPerLabel === null ? null : examples * costPerLabel,
  };
}

/** The largest number of examples that this money pays for; null where a label costs nothing or nobody knows. */
export function examplesForCost(cost: number, costPerLabel: number | null): number | null {
  // A cent of rounding must not cost an example: 3 × 0.1 is a little more than 0.3.
  return costPerLabel ? Math.floor(cost / costPerLabel + 1e-9) : null;
}

/** A first budget to look at: a tenth of what is there, a hundred at least, in a round number. */
export function firstBudget(available: number): number {
  const tenth = Math.max(100, available / 10);
  const magnitude = 10 ** Math.floor(Math.log10(tenth));
  return clampBudget(Math.floor(tenth / magnitude) * magnitude, available);
}
