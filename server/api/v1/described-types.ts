import { z } from 'zod';
import file from './described-types.json';
import type { JsonSchema } from './json-schema';

/** What the compiler knows of the procedures of the HTTP API and zod does not. Made by `npm run api:types`. */
export interface DescribedTypes {
  /** by procedure: the schema of what it answers; null where it answers nothing */
  readonly answers: Record<string, JsonSchema | null>;
  /** by procedure and field of its input: what is said of it */
  readonly inputs: Record<string, Record<string, string>>;
  /** by event of the webhooks: its data */
  readonly events: Record<string, JsonSchema>;
  readonly components: Record<string, JsonSchema>;
}

const schemaSchema = z.custom<JsonSchema>((value) => typeof value === 'object' && value !== null);
const fileSchema: z.ZodType<DescribedTypes> = z.object({
  answers: z.record(z.string(), schemaSchema.nullable()),
  inputs: z.record(z.string(), z.record(z.string(), z.string())),
  events: z.record(z.string(), schemaSchema),
  components: z.record(z.string(), schemaSchema),
});

export const describedTypes: DescribedTypes = fileSchema.parse(file);
