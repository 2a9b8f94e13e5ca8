import { z } from 'zod';
import { defineJob } from '../jobs/job';

export const searchLabelErrorsJob = defineJob({
  kind: 'search-label-errors',
  lane: 'heavy',
  payload: z.object({ featureSetId: z.string() }),
});
