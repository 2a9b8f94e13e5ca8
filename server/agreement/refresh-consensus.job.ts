import { z } from 'zod';
import { REFRESH_CONSENSUS } from '../jobs/background-kinds';
import { defineJob } from '../jobs/job';

export const refreshConsensusJob = defineJob({
  kind: REFRESH_CONSENSUS,
  lane: 'light',
  payload: z.object({}),
});
