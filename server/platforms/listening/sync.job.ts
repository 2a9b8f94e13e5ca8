import { z } from 'zod';
import { SYNC_PLATFORM } from '../../jobs/background-kinds';
import { defineJob } from '../../jobs/job';

export const syncJob = defineJob({
  kind: SYNC_PLATFORM,
  lane: 'light',
  payload: z.object({
    connectionId: z.string(),
    /** asked about beside what events name: nothing, the tasks of batches under way, or every answered one */
    about: z.enum(['events', 'open', 'all']),
  }),
});
export type SyncPayload = z.infer<typeof syncJob.payload>;
