import { z } from 'zod';
import { defineJob } from '../jobs/job';

export const analysisJob = defineJob({
  kind: 'analysis',
  lane: 'long',
  payload: z.object({ analysisId: z.string() }),
});
