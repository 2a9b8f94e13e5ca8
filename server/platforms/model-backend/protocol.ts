import { z } from 'zod';

/** `<project>.<seconds since 1970 when it was made>` */
const projectSchema = z
  .union([z.string(), z.number()])
  .transform((given) => String(given).split('.')[0] ?? '')
  .optional();

const taskSchema = z.object({
  id: z.union([z.number(), z.string()]).transform(String),
  data: z.record(z.string(), z.unknown()).catch({}),
});
export type AskedTask = z.infer<typeof taskSchema>;

export const setupSchema = z.object({ project: projectSchema });

/** A task that cannot be read has no prediction; its neighbours have theirs. Some clients send one task alone. */
const tasksSchema = z
  .union([z.array(z.unknown()), z.record(z.string(), z.unknown()).transform((task) => [task])])
  .transform((tasks) => tasks.map((task) => taskSchema.safeParse(task).data ?? null));

export const predictSchema = z.object({
  project: projectSchema,
  tasks: tasksSchema,
  label_config: z.string().optional(),
});
export type PredictRequest = z.infer<typeof predictSchema>;

/** What Label Studio takes of a model for one task. */
export interface TaskPrediction {
  readonly model_version: string;
  /** 0 … 1 */
  readonly score: number;
  readonly result: readonly object[];
}

export interface PredictAnswer {
  /** one item a task, in order; an empty one leaves its task without a prediction */
  readonly results: readonly (TaskPrediction | readonly [])[];
  /** why tasks have none; Label Studio does not read it */
  readonly problems: readonly { readonly task: string | null; readonly message: string }[];
}
