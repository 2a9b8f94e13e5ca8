/** What labels take, as the project's settings and its answers say. */
export interface LabelRates {
  /** money for an answer, for an hour of annotation and for a review; null while nobody has said */
  readonly costPerLabel: number | null;
  readonly costPerHour: number | null;
  readonly costPerReview: number | null;
  /** annotators who answer an example that is answered more than once, ≥ 1 */
  readonly votesPerExample: number;
  /** of the examples, those that are answered more than once, in 0 … 1 */
  readonly overlapShare: number;
  /** of those, the ones whose answers differ and are reviewed, in 0 … 1 */
  readonly disagreementShare: number;
  /** for an answer; null before any was measured */
  readonly secondsPerAnswer: number | null;
}

export interface LabelCost {
  readonly labels: number;
  /** answers of people, with the votes */
  readonly answers: number;
  /** null while no answer was timed */
  readonly hours: number | null;
  /** null while nothing has a price */
  readonly money: number | null;
}

/**
 * What a number of labels costs: answers = labels · (1 + overlap · (votes − 1)), each at its price and its share of an
 * hour, and a review for each example whose answers differ.
 *
 * Where an hour has a price but no answer was timed, only answers and reviews are in the money.
 *
 * @param labels ≥ 0; Infinity costs Infinity
 * Source: theory f.4. O(1)
 */
export function costOfLabels(labels: number, rates: LabelRates): LabelCost {
  const answers = labels * answersPerLabel(rates);
  const hours = rates.secondsPerAnswer === null ? null : (answers * rates.secondsPerAnswer) / 3600;
  const each = moneyPerLabel(rates);
  return { labels, answers, hours, money: each === null ? null : labels === 0 ? 0 : labels * each };
}

/** Answers of people that one label takes, on average. */
export function answersPerLabel({ votesPerExample, overlapShare }: LabelRates): number {
  return 1 + (votesPerExample > 1 ? overlapShare * (votesPerExample - 1) : 0);
}

/** Money that one label takes on average, reviews included; null while nothing has a price. */
export function moneyPerLabel(rates: LabelRates): number | null {
  const { costPerLabel, costPerHour, costPerReview, secondsPerAnswer } = rates;
  if (costPerLabel === null && costPerHour === null && costPerReview === null) return null;
  const perAnswer = (costPerLabel ?? 0) + ((costPerHour ?? 0) * (secondsPerAnswer ?? 0)) / 3600;
  const reviews = rates.votesPerExample > 1 ? rates.overlapShare * rates.disagreementShare : 0;
  return answersPerLabel(rates) * perAnswer + reviews * (costPerReview ?? 0);
}

/** What a budget is counted in. */
export const BUDGET_UNITS = ['labels', 'hours', 'money'] as const;
export type BudgetUnit = (typeof BUDGET_UNITS)[number];

/**
 * Whole labels that a budget buys.
 *
 * @returns null where it cannot be told: money without prices, hours without timed answers, or what costs nothing
 */
export function labelsForBudget(amount: number, unit: BudgetUnit, rates: LabelRates): number | null {
  if (unit === 'labels') return Math.floor(amount);
  const one = costOfLabels(1, rates);
  const each = unit === 'hours' ? one.hours : one.money;
  return each === null || each === 0 ? null : Math.floor(amount / each + 1e-9);
}
