import { z } from 'zod';
import { defineJob } from '../jobs/job';

export const computeScoresJob = defineJob({
  kind: 'compute-scores',
  lane: 'heavy',
  payload: z.object({ surrogateId: z.string(), names: z.array(z.string()).min(1) }),
});
