import { z } from 'zod';
import { defineJob } from '../jobs/job';

export const pullJob = defineJob({
  kind: 'pull',
  payload: z.object({ ingestId: z.string() }),
  lane: 'heavy',
});
export type PullPayload = z.infer<typeof pullJob.payload>;
