import { z } from 'zod';
import { defineJob } from '../jobs/job';

export const prepareSampleJob = defineJob({
  kind: 'prepare-sample',
  lane: 'light',
  payload: z.object({ projectId: z.string(), ownerId: z.string() }),
});
export type PrepareSamplePayload = z.infer<typeof prepareSampleJob.payload>;
