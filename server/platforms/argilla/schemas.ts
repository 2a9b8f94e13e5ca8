import { z } from 'zod';

/** Only what Winnow reads, so that what other versions add or leave out does not matter. */
export const versionSchema = z.object({ version: z.string() });

export const meSchema = z.object({ username: z.string(), role: z.string() });

export const datasetSchema = z.object({
  id: z.string(),
  name: z.string(),
  status: z.string(),
});
export type ArgillaDataset = z.infer<typeof datasetSchema>;

export const progressSchema = z.object({ total: z.number(), completed: z.number() });

export const fieldSchema = z.object({ name: z.string(), settings: z.object({ type: z.string() }) });
export type ArgillaField = z.infer<typeof fieldSchema>;

export const questionSchema = z.object({
  id: z.string(),
  name: z.string(),
  settings: z.object({
    type: z.string(),
    options: z.array(z.object({ value: z.coerce.string(), text: z.string().nullish() })).catch([]),
  }),
});
export type ArgillaQuestion = z.infer<typeof questionSchema>;

const responseSchema = z.object({
  id: z.string(),
  user_id: z.string(),
  status: z.string(),
  values: z.record(z.string(), z.object({ value: z.unknown() })).nullish(),
  updated_at: z.string(),
});
export type ArgillaResponse = z.infer<typeof responseSchema>;

export const recordSchema = z.object({
  id: z.string(),
  fields: z.record(z.string(), z.unknown()),
  metadata: z.record(z.string(), z.unknown()).nullish(),
  external_id: z.string().nullish(),
  responses: z.array(responseSchema).nullish(),
  suggestions: z
    .array(z.object({ id: z.string(), question_id: z.string(), agent: z.string().nullish() }))
    .nullish(),
});
export type ArgillaRecord = z.infer<typeof recordSchema>;

export const foundSchema = z.object({
  total: z.number(),
  items: z.array(z.object({ record: recordSchema })),
});

export const createdSchema = z.object({ items: z.array(z.object({ id: z.string() })) });

export const propertySchema = z.object({ id: z.string(), name: z.string(), title: z.string() });
export type ArgillaProperty = z.infer<typeof propertySchema>;

export const webhookSchema = z.object({ id: z.string() });

/** Argilla's lists come in an object of their own. */
export function itemsOf<Item extends z.ZodType>(item: Item) {
  return z.object({ items: z.array(item) });
}
