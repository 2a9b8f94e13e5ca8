import { z } from 'zod';
import { defineJob } from '../jobs/job';

export const pushJob = defineJob({ kind: 'push', payload: z.object({ pushId: z.string() }), lane: 'light' });

export const undoPushJob = defineJob({
  kind: 'undo-push',
  payload: z.object({ pushId: z.string() }),
  lane: 'light',
});
export type PushPayload = z.infer<typeof pushJob.payload>;
