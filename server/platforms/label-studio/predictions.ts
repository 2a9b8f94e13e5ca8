import type { LabelTarget } from '@/lib/contracts/platform';
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
