import { z } from 'zod';
import { defineJob } from '../jobs/job';

export const runStudyJob = defineJob({
  kind: 'run-study',
  lane: 'long',
  payload: z.object({ studyId: z.string() }),
});
