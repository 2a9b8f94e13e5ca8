import type { z } from 'zod';
import type { JobHandler } from '../jobs/job';
import { abandonScores, computeScores } from './compute-scores.service';
import { computeScoresJob } from './compute-scores.job';

export const computeScoresHandler: JobHandler<z.infer<typeof computeScoresJob.payload>> = {
  definition: computeScoresJob,
  run: computeScores,
  ended: abandonScores,
};
