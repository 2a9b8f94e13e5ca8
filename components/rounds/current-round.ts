import type { RoundView } from '@/lib/contracts/round';
import { formatCount, formatDuration, formatPercent, formatPercentRange, formatQuantity } from '../ui/format';

/** What wants attention first. */
const URGENCY: readonly RoundView['step'][] = ['failed', 'ready', 'retraining', 'labeling', 'paused'];

/** The round that the team is at: the oldest of the most urgent ones that are not at their end, else the newest. */
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
    case 'labeling':
      return `Round ${number} is being labeled: ${labelsDone(batch)}${timeLeft(round)}.`;
    case 'paused':
      return `Round ${number} is paused: ${labelsDone(batch)}. Nothing of it is handed out until you go on.`;
    case 'abandoned':
      return `Round ${number} was abandoned; its ${formatQuantity(batch.labeled, 'label')} train later models.`;
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

function labelsDone({ open, size }: RoundView['batch']): string {
  return `${formatCount(size - open)} of ${formatQuantity(size, 'example')} done`;
}

/** ", about 1 h 10 min left with 3 annotators" */
function timeLeft({ secondsLeft, annotators }: RoundView): string {
  if (secondsLeft === null) return '';
  const people = annotators > 1 ? ` with ${formatQuantity(annotators, 'annotator')} at work` : '';
  return `, about ${formatDuration(secondsLeft)} left${people}`;
}
