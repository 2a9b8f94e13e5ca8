import type { z } from 'zod';
import type { JobHandler } from '../jobs/job';
import { derivedVotes } from './derived-votes.service';
import { refreshConsensusJob } from './refresh-consensus.job';

/** Brings Dawid–Skene's labels and the queue of disagreements up to date when a batch is complete. */
export const refreshConsensusHandler: JobHandler<z.infer<typeof refreshConsensusJob.payload>> = {
  definition: refreshConsensusJob,
  async run(container, _payload, { projectId }) {
    await derivedVotes(container, projectId);
  },
};
