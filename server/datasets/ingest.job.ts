import { z } from 'zod';
import { defineJob } from '../jobs/job';

export const ingestJob = defineJob({
  kind: 'ingest',
  payload: z.object({
    ingestId: z.string(),
    /** the server itself named the paths, so that they need not lie below an import root */
    trusted: z.boolean(),
  }),
  lane: 'heavy',
});
export type IngestPayload = z.infer<typeof ingestJob.payload>;
