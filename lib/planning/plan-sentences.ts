import type { LabelCost } from './label-cost';
import type { BudgetOutcome, FittedCurve, Plan, PlanSaving, PricedRange } from './plan';
import {
  countWords,
  daysWords,
  dayWords,
  hoursWords,
  rangeWords,
  roundedEnd,
  shareWords,
  spanWords,
} from './plan-words';

/** Only ranges where at least this share of the refits gets there are worth an upper end in words. */
const HARDLY_EVER = 0.95;

/**
 * A plan in plain sentences, the answer first: what the target takes, what random selection would, what a budget buys, and
 * what to do next. Ends of ranges are rounded outwards to two digits.
 */
export function planSentences(plan: Plan, currency: string): string[] {
  return [...targetSentences(plan, currency), ...budgetSentences(plan, currency)];
}

function targetSentences(
  { targetError, chosen, random, saving, next, have, available }: Plan,
  currency: string,
) {
  if (targetError === null || !chosen.target) return [];
  const goal = shareWords(targetError);
  const need = chosen.target;
  const noun = have > 0 ? 'more labels' : 'labels';
  const sentences = [needSentence(need, goal, noun, currency)];
  const left = Math.max(0, available - have);
  const isWithin = need.low !== null && need.low.labels <= left;
  if (need.low && !isWithin) {
    sentences.push(`The pool has only ${countWords(left)} examples${have > 0 ? ' left' : ''}.`);
  }
  const isReached = need.high?.labels === 0;
  if (random?.target && !isReached) sentences.push(randomSentence(random.target, goal, currency));
  if (saving && !isReached) sentences.push(savingSentence(saving, currency));
  if (next && next.labels > 0 && isWithin) {
    sentences.push(
      `Buy about ${countWords(Math.min(left, roundedEnd(next.labels, 'high')))} next and look again: the plan gets better with each round.`,
    );
  }
  return sentences;
}

function needSentence(need: PricedRange, goal: string, noun: string, currency: string): string {
  const { low, median, high, unreachable } = need;
  if (low === null || unreachable >= HARDLY_EVER) {
    return `${goal} is out of reach: ${percentOf(unreachable)} of the fitted curves never get there, with any number of labels.`;
  }
  if (high?.labels === 0) return `The curve is at ${goal} or below already.`;
  if (low.labels === 0 && high === null)
    return openSentence(need, `Whether ${goal} is reached is open`, noun);
  const until = untilWords(need);
  const amounts = `${rangeWords(low.labels, high?.labels ?? null, noun)}${costWords(low, high, currency)}${until}`;
  const start = low.labels === 0 ? `To reach ${goal} you may need no more labels, or up to` : null;
  const sentence =
    start && high
      ? `${start} ${countWords(roundedEnd(high.labels, 'high'))}${costWords(low, high, currency)}${until}.`
      : `To reach ${goal} you need ${amounts}.`;
  if (unreachable === 0) return sentence;
  const doubt = `${percentOf(unreachable)} of the fitted curves never get there`;
  return median === null
    ? `${goal} is probably out of reach: ${doubt}. ${sentence}`
    : `${sentence} But ${doubt}.`;
}

/** Of a range that begins with nothing and has no end. */
function openSentence({ median, unreachable }: PricedRange, start: string, noun: string): string {
  const half =
    median === null
      ? 'fewer than half of the fitted curves get there'
      : `half of the fitted curves get there with ${countWords(roundedEnd(median.labels, 'high'))} ${noun} or fewer`;
  return `${start}: ${half}, ${percentOf(unreachable)} never do.`;
}

function costWords(low: LabelCost, high: LabelCost | null, currency: string): string {
  const parts: string[] = [];
  if (low.hours !== null) parts.push(hoursWords(low.hours, high && high.hours));
  if (low.money !== null) parts.push(spanWords(low.money, high && high.money, currency));
  return parts.length === 0 ? '' : `: ${parts.join(', ')}`;
}

function untilWords({ dates }: PricedRange): string {
  if (!dates) return '';
  return dates.high
    ? `, at the team’s pace until ${daysWords(dates.low, dates.high)}`
    : `, at the team’s pace until ${dayWords(dates.low)} at the earliest`;
}

function randomSentence(need: PricedRange, goal: string, currency: string): string {
  const { low, high, median, unreachable } = need;
  if (low === null || unreachable >= HARDLY_EVER) return `Random selection would not reach ${goal}.`;
  if (high?.labels === 0) return `Random selection would be at ${goal} already.`;
  if (low.labels === 0 && high === null)
    return openSentence(need, 'What random selection needs is open', 'labels');
  const doubt = median === null ? ', and probably never gets there' : '';
  return `Random selection would need ${rangeWords(low.labels, high?.labels ?? null, 'labels')}${costWords(low, high, currency)}${doubt}.`;
}

function savingSentence({ low, median, high, probability }: PlanSaving, currency: string): string {
  const chance = `${percentOf(probability)} of the pairs of fitted curves say that random needs more`;
  if (low === null || high === null) {
    return low && low.labels > 0
      ? `Choosing saves at least ${countWords(roundedEnd(low.labels, 'low'))} labels against random selection.`
      : `Whether choosing saves labels at this target is open: ${chance}.`;
  }
  if (high.labels < 0) {
    return `Choosing costs ${spanWords(-high.labels, -low.labels, 'labels')} more than random selection does.`;
  }
  if (low.labels > 0) {
    const money = low.money === null ? '' : ` (${spanWords(low.money, high.money, currency)})`;
    return `Choosing saves ${rangeWords(low.labels, high.labels, 'labels')}${money} against random selection.`;
  }
  const likely = median ? `, most likely ${countWords(median.labels)}` : '';
  return `Whether choosing saves labels is open: from ${countWords(low.labels)} to ${countWords(high.labels)}${likely}; ${chance}.`;
}

function budgetSentences({ budget, chosen, random, targetError, have }: Plan, currency: string): string[] {
  if (!budget) return [];
  const unit = budget.unit === 'money' ? currency : budget.unit;
  const whole = `the budget of ${countWords(budget.amount)} ${unit}`;
  if (!chosen.budget) {
    return [
      budget.amount <= budget.spent
        ? `All of ${whole} is spent.`
        : `How many labels ${whole} buys is not known: it takes ${budget.unit === 'hours' ? 'timed answers' : 'prices, and for hours timed answers'}, and more than the surrogate’s labels.`,
    ];
  }
  const { cost, error, probability } = chosen.budget;
  const start =
    budget.spent > 0
      ? `${countWords(budget.spent)} of ${whole} are spent; the rest buys`
      : `${capital(whole)} buys`;
  const added = have > 0 ? `${countWords(cost.labels)} more labels` : `${countWords(cost.labels)} labels`;
  const chance =
    targetError === null || probability === null
      ? ''
      : ` The probability to reach ${shareWords(targetError)} with them is ${percentOf(probability)}${besideRandom(random)}.`;
  return [
    `${start} ${added}: the error measured then lies between ${shareWords(error.low)} and ${shareWords(error.high)}.${chance}`,
  ];
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function besideRandom(random: FittedCurve | null): string {
  const other: BudgetOutcome | null = random?.budget ?? null;
  return other?.probability === null || other === null
    ? ''
    : `, by random selection ${percentOf(other.probability)}`;
}

function percentOf(share: number): string {
  const percent = Math.round(share * 100);
  if (percent === 0) return 'less than 1\u00a0%';
  if (percent === 100) return 'more than 99\u00a0%';
  return `${percent}\u00a0%`;
}
