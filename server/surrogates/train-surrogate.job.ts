import { z } from 'zod';
import { defineJob } from '../jobs/job';

export const trainSurrogateJob = defineJob({
  kind: 'train-surrogate',
  lane: 'heavy',
  payload: z.object({ surrogateId: z.string() }),
});
