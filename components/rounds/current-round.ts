import type { RoundView } from '@/lib/contracts/labeling';
import { formatDuration, formatPercent, formatPercentRange, formatQuantity } from '../ui/format';

/** What wants attention first. */
const URGENCY: readonly RoundView['step'][] = ['failed', 'ready', 'retraining', 'labeling'];

/** The round that the team is at: the oldest of the most urgent ones that are not measured, else the newest. */
export function currentRound(rounds: readonly RoundView[]): RoundView | null {
  const inOrder = [...rounds].sort((left, right) => left.number - right.number);
  for (const step of URGENCY) {
    const found = inOrder.find((round) => round.step === step);
    if (found) return found;
  }
  return inOrder.at(-1) ?? null;
}

/** One line of where things stand. */
export function whereThingsStand(round: RoundView): string {
  const { number, batch, metrics } = round;
  switch (round.step) {
    case 'labeling': {
      const left = batch.secondsLeft === null ? '' : `, about ${formatDuration(batch.secondsLeft)} left`;
      return `Round ${number} is being labeled: ${batch.labeled} of ${formatQuantity(batch.size, 'example')} done${left}.`;
    }
    case 'ready':
      return `Round ${number} is labeled: ${formatQuantity(batch.labeled, 'new label')}. Retrain to see what they brought.`;
    case 'retraining':
      return `Round ${number} is being retrained and measured.`;
    case 'failed':
      return `The retraining of round ${number} failed.`;
    case 'measured': {
      const error = metrics?.test?.error;
      const labels = round.labelCount === null ? '' : ` with ${formatQuantity(round.labelCount, 'label')}`;
      return error
        ? `After round ${number}: ${formatPercent(error.mean)} of the test split wrong (${formatPercentRange(error)})${labels}.`
        : `Round ${number} is retrained${labels}; without a labeled test split its error is not known.`;
    }
  }
}
