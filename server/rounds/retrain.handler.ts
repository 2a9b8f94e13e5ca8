import type { z } from 'zod';
import { AppError } from '@/lib/errors';
import type { JobHandler } from '../jobs/job';
import { abandonSurrogate, trainSurrogate } from '../surrogates/train-surrogate.service';
import { announce } from '../webhooks/announce.service';
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
      const { number } = await completeRound(tx, { roundId, ...trained, measuredAt: new Date() });
      await announce(container, tx, 'round.finished', {
        projectId: context.projectId,
        roundId,
        number,
        labels: trained.metrics.trainingLabels,
        testError: trained.metrics.test?.error ?? null,
      });
    });
  },
  async ended(container, { roundId, surrogateId }, outcome) {
    await abandonSurrogate(container, surrogateId, outcome);
    await markRound(container.db, roundId, { state: outcome });
  },
};
