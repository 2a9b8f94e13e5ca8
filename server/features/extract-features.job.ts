import { z } from 'zod';
import { defineJob } from '../jobs/job';

export const extractFeaturesJob = defineJob({
  kind: 'extract-features',
  payload: z.object({ featureSetId: z.string() }),
  lane: 'heavy',
});
export type ExtractFeaturesPayload = z.infer<typeof extractFeaturesJob.payload>;
