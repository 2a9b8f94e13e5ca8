import type { LabelTarget } from '@/lib/contracts/platform';
import { AppError } from '@/lib/errors';
import type { PlatformPrediction } from '../annotation-platform';

/** A prediction as Label Studio takes it. Without a choice it orders the tasks and shows annotators nothing. */
export function toPrediction(
  { taskId, score, choice }: PlatformPrediction,
  target: LabelTarget,
  modelVersion: string,
) {
  return {
    task: Number(taskId),
    model_version: modelVersion,
    score,
    result: choice === null ? [] : [choiceRegion(target, choice)],
  };
}

export function choiceRegion({ control, object }: LabelTarget, choice: string) {
  return { from_name: control, to_name: object, type: 'choices', value: { choices: [choice] } };
}

/**
 * Label Studio drops a prediction that does not fit its labeling interface without a word, so nothing is sent unless all
 * of them fit.
 *
 * @throws AppError `bad-input`
 */
export function checkPredictions(predictions: readonly PlatformPrediction[], target: LabelTarget): void {
  const choices = new Set(target.choices.map(({ value }) => value));
  for (const { taskId, score, choice } of predictions) {
    if (!(score >= 0 && score <= 1)) {
      throw new AppError('bad-input', `The score ${score} of task ${taskId} does not lie between 0 and 1.`);
    }
    if (choice !== null && !choices.has(choice)) {
      throw new AppError(
        'bad-input',
        `The labeling interface has no choice “${choice}” (task ${taskId}).`,
        'Add it in Label Studio, or push without the model’s guess.',
      );
    }
  }
}
