import { z } from 'zod';
import type { PlatformChange } from '../annotation-platform';

const eventSchema = z.object({
  type: z.enum(['response.created', 'response.updated', 'response.deleted']),
  data: z.object({ record: z.object({ id: z.string(), dataset: z.object({ id: z.string() }) }) }),
});

/** Which record an event is about. Argilla sends those of all its datasets to everybody who listens. */
export function readEvent(body: unknown, project: string): PlatformChange | null {
  const record = eventSchema.safeParse(body).data?.data.record;
  return record?.dataset.id === project ? { tasks: [record.id], trains: false } : null;
}
