import { z } from 'zod';
import type { LabelTarget } from '@/lib/contracts/platform';
import type { PlatformAnnotation, PlatformTask, TaskOrigin } from '../annotation-platform';
import type { LabelStudioAnnotation, LabelStudioTask } from './schemas';

const ownMetaSchema = z.object({ winnow: z.object({ exampleKey: z.string(), pushId: z.string() }) });

/** What Winnow leaves in the `meta` of tasks that it makes, so that it knows them again. */
export function ownMeta(origin: TaskOrigin): z.infer<typeof ownMetaSchema> {
  return { winnow: origin };
}

export function readTask(task: LabelStudioTask, target: LabelTarget): PlatformTask {
  return {
    id: String(task.id),
    value: task.data[target.dataKey],
    origin: ownMetaSchema.safeParse(task.meta).data?.winnow ?? null,
    annotations: task.annotations.map((annotation) => readAnnotation(annotation, target)),
  };
}

function readAnnotation(annotation: LabelStudioAnnotation, target: LabelTarget): PlatformAnnotation {
  const { id, completed_by: by, lead_time, updated_at } = annotation;
  return {
    id: String(id),
    annotator: String(typeof by === 'object' ? (by?.id ?? 'unknown') : by),
    choice: choiceOf(annotation, target),
    skipped: annotation.was_cancelled ?? false,
    groundTruth: annotation.ground_truth ?? false,
    seconds: lead_time ?? null,
    updatedAt: new Date(updated_at),
  };
}

function choiceOf({ result }: LabelStudioAnnotation, { control, choices }: LabelTarget): string | null {
  const chosen = result.flatMap(({ from_name, value }) =>
    from_name === control ? (value?.choices ?? []) : [],
  );
  const [first] = chosen;
  if (first === undefined || chosen.length > 1) return null;
  return choices.some(({ value }) => value === first) ? first : null;
}
