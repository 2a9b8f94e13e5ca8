import type { LabelTarget } from '@/lib/contracts/platform';
import { AppError } from '@/lib/errors';
import type { PlatformPrediction } from './annotation-platform';

/**
 * Platforms drop a prediction that does not fit, or refuse all that came with it, so nothing is sent unless all of them fit.
 *
 * @throws AppError `bad-input`
 */
export function checkPredictions(
  predictions: readonly PlatformPrediction[],
  { control, choices }: LabelTarget,
): void {
  const values = new Set(choices.map(({ value }) => value));
  for (const { taskId, score, choice } of predictions) {
    if (!(score >= 0 && score <= 1)) {
      throw new AppError('bad-input', `The score ${score} of task ${taskId} does not lie between 0 and 1.`);
    }
    if (choice !== null && !values.has(choice)) {
      throw new AppError(
        'bad-input',
        `“${control}” has no choice “${choice}” (task ${taskId}).`,
        'Add it on the platform, or push without the model’s guess.',
      );
    }
  }
}
