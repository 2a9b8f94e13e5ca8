import { z } from 'zod';
import { defineJob } from '../jobs/job';

export const removeProjectJob = defineJob({
  kind: 'remove-project',
  lane: 'light',
  payload: z.object({ projectId: z.string() }),
});
