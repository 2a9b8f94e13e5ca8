import type { z } from 'zod';
import { AppError } from '@/lib/errors';
import type { JobHandler } from '../jobs/job';
import { abandonSurrogate, trainSurrogate } from '../surrogates/train-surrogate.service';
import { announce } from '../webhooks/announce.service';
import { retrainJob } from './retrain.job';
import { trainedConfigurationSchema } from '../surrogates/surrogate-configuration';
import { measureControl } from './measure-control.service';
import { completeRound, findRoundSetup, findTrained, markRound } from './rounds.repository';

/** Trains the round's model and keeps with the round what was measured of it and of its control arm. */
export const retrainHandler: JobHandler<z.infer<typeof retrainJob.payload>> = {
  definition: retrainJob,
  async run(container, { roundId, surrogateId }, context) {
    await markRound(container.db, roundId, { state: 'running' });
    await trainSurrogate(container, surrogateId, context);
    const trained = await findTrained(container.db, surrogateId);
    const round = await findRoundSetup(container.db, roundId);
    if (!trained || !round) throw new AppError('not-found', 'The model of this round is not there any more.');
    const control = await measureControl(container, { round, setup: round.setup, surrogateId, context });
    const { model } = trainedConfigurationSchema.parse(trained.configuration);
    const { parametersBlob, metrics } = trained;
    await container.db.$transaction(async (tx) => {
      await context.saveCheckpoint('measured', tx);
      const { number } = await completeRound(tx, {
        ...{ roundId, surrogateId, parametersBlob, metrics, control },
        setup: round.setup && { ...round.setup, model },
        measuredAt: new Date(),
      });
      await announce(container, tx, 'round.finished', {
        projectId: context.projectId,
        roundId,
        number,
        labels: metrics.trainingLabels,
        testError: metrics.test?.error ?? null,
      });
    });
  },
  async ended(container, { roundId, surrogateId }, outcome) {
    await abandonSurrogate(container, surrogateId, outcome);
    await markRound(container.db, roundId, { state: outcome });
  },
};
