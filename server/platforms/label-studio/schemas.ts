import { z } from 'zod';
import { parsedConfigSchema } from './label-target';

/** Only what Winnow reads, so that what other versions add or leave out does not matter. */
export const versionSchema = z.object({ release: z.string() });

export const whoAmISchema = z.object({ email: z.string().catch(''), username: z.string().catch('') });

export const projectSchema = z.object({
  id: z.number(),
  title: z.string().nullish(),
  label_config: z.string().nullish(),
  parsed_label_config: parsedConfigSchema.nullish(),
  model_version: z.string().nullish(),
  task_number: z.number().nullish(),
  num_tasks_with_annotations: z.number().nullish(),
});

export const projectPageSchema = z.object({ count: z.number(), results: z.array(projectSchema) });

const regionSchema = z.object({
  from_name: z.string().optional(),
  type: z.string().optional(),
  value: z.object({ choices: z.array(z.string()).optional() }).optional(),
});

const annotationSchema = z.object({
  id: z.number(),
  completed_by: z.union([z.number(), z.object({ id: z.number() })]).nullish(),
  result: z.array(regionSchema.catch({})).catch([]),
  was_cancelled: z.boolean().nullish(),
  ground_truth: z.boolean().nullish(),
  /** the browser there measures it: a clock that is set back meanwhile makes it negative */
  lead_time: z.number().nonnegative().nullish().catch(null),
  updated_at: z.string(),
});
export type LabelStudioAnnotation = z.infer<typeof annotationSchema>;

export const taskSchema = z.object({
  id: z.number(),
  data: z.record(z.string(), z.unknown()),
  meta: z.unknown().optional(),
  annotations: z.array(annotationSchema).default([]),
});
export type LabelStudioTask = z.infer<typeof taskSchema>;

export const taskPageSchema = z.object({ total: z.number(), tasks: z.array(taskSchema) });

export const importedSchema = z.object({ task_ids: z.array(z.number()).default([]) });
export const createdSchema = z.object({ created: z.number() });
export const modelVersionsSchema = z.record(z.string(), z.number());
export const hookSchema = z.object({ id: z.number() });
export const viewSchema = z.object({ id: z.number(), data: z.looseObject({ title: z.string().optional() }) });
