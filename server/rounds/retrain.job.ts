import { z } from 'zod';
import { defineJob } from '../jobs/job';

export const retrainJob = defineJob({
  kind: 'retrain',
  lane: 'heavy',
  payload: z.object({ roundId: z.string(), surrogateId: z.string() }),
});
