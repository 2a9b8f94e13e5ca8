import { z } from 'zod';

/** What Label Studio's local storage puts before the path of a file. */
export const LOCAL_FILES = '/data/local-files/?d=';
/** The names that Winnow's own tasks give to control and object. */
export const CONTROL = 'label';

const result = z.looseObject({
  type: z.string().optional(),
  value: z.looseObject({ choices: z.array(z.string()).optional() }).optional(),
});

const person = z.union([
  z.number(),
  z.string(),
  z.looseObject({ id: z.number().optional(), email: z.string().optional() }),
]);

const annotationSchema = z.looseObject({
  completed_by: person.nullish(),
  result: z.array(result).default([]),
  was_cancelled: z.boolean().nullish(),
  ground_truth: z.boolean().nullish(),
  lead_time: z.number().nonnegative().nullish(),
  created_at: z.string().nullish(),
});
export type TaskAnnotation = z.infer<typeof annotationSchema>;

/** What Winnow keeps in a task's `meta`, which Label Studio gives back as it was. */
const metaSchema = z.looseObject({
  winnow: z
    .looseObject({
      id: z.string().optional(),
      split: z.string().nullish(),
      inclusion_probability: z.number().nullish(),
      weight: z.number().nullish(),
      annotators: z.array(z.string().nullable()).optional(),
    })
    .optional(),
});

export const taskSchema = z.looseObject({
  id: z.number().optional(),
  data: z.record(z.string(), z.unknown()),
  meta: metaSchema.nullish(),
  annotations: z.array(annotationSchema).nullish(),
  /** what annotations were called before version 1 */
  completions: z.array(annotationSchema).nullish(),
});
export type Task = z.infer<typeof taskSchema>;
