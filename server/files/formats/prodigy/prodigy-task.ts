import { z } from 'zod';

/** A line of Prodigy: a task, answered or not. */
export const prodigyTaskSchema = z.looseObject({
  text: z.string().optional(),
  image: z.string().optional(),
  path: z.string().nullish(),
  label: z.union([z.string(), z.number()]).nullish(),
  options: z
    .array(z.looseObject({ id: z.union([z.string(), z.number()]), text: z.string().optional() }))
    .nullish(),
  accept: z.array(z.union([z.string(), z.number()])).nullish(),
  answer: z.enum(['accept', 'reject', 'ignore']).nullish(),
  meta: z.record(z.string(), z.unknown()).nullish(),
  _annotator_id: z.string().nullish(),
  _session_id: z.string().nullish(),
  /** seconds since 1970 */
  _timestamp: z.number().nullish(),
  _input_hash: z.number().nullish(),
});
export type ProdigyTask = z.infer<typeof prodigyTaskSchema>;

/** What Winnow keeps in `meta`, which Prodigy shows and gives back. */
export const prodigyMetaSchema = z.looseObject({
  winnow_id: z.string().optional(),
  split: z.string().nullish(),
  inclusion_probability: z.number().nullish(),
  weight: z.number().nullish(),
  seconds: z.number().nonnegative().nullish(),
  annotator: z.string().nullish(),
  labeled_at: z.string().nullish(),
  /** the label came with the file; nobody gave it */
  from_file: z.boolean().optional(),
});
