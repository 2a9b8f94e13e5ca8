import type { z } from 'zod';
import { AppError } from '@/lib/errors';
import type { JobHandler } from '../jobs/job';
import { abandonSurrogate, trainSurrogate } from '../surrogates/train-surrogate.service';
import { retrainJob } from './retrain.job';
import { completeRound, findTrained, markRound } from './rounds.repository';

/** Trains the round's model and keeps what was measured of it with the round. */
export const retrainHandler: JobHandler<z.infer<typeof retrainJob.payload>> = {
  definition: retrainJob,
  async run(container, { roundId, surrogateId }, context) {
    await markRound(container.db, roundId, { state: 'running' });
    await trainSurrogate(container, surrogateId, context);
    const trained = await findTrained(container.db, surrogateId);
    if (!trained) throw new AppError('not-found', 'The model of this round is not there any more.');
    await container.db.$transaction(async (tx) => {
      await context.saveCheckpoint('measured', tx);
      await completeRound(tx, { roundId, ...trained, measuredAt: new Date() });
    });
  },
  async ended(container, { roundId, surrogateId }, outcome) {
    await abandonSurrogate(container, surrogateId, outcome);
    await markRound(container.db, roundId, { state: outcome });
  },
};
