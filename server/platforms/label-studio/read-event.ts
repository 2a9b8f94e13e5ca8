import { z } from 'zod';
import type { PlatformChange } from '../annotation-platform';

const idSchema = z.object({ id: z.number() });
const eventSchema = z.object({
  action: z.string(),
  task: z.union([z.array(idSchema), idSchema.transform((task) => [task])]).optional(),
});

/** The first is what the documentation says, the second what is really sent. */
const OF_ANNOTATIONS = [
  'ANNOTATION_CREATED',
  'ANNOTATIONS_CREATED',
  'ANNOTATION_UPDATED',
  'ANNOTATION_DELETED',
  'ANNOTATIONS_DELETED',
];

/**
 * What an event of Label Studio's is about. Only ids are taken from it: what is true now is asked of Label Studio, so that
 * events may come late, twice or in any order. One about deleted annotations does not say of which tasks they were.
 */
export function readEvent(body: unknown): PlatformChange | null {
  const event = eventSchema.safeParse(body).data;
  if (event?.action === 'START_TRAINING') return { tasks: [], trains: true };
  if (!event || !OF_ANNOTATIONS.includes(event.action)) return null;
  return { tasks: event.task?.map(({ id }) => String(id)) ?? null, trains: false };
}
