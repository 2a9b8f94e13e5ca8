import type { z } from 'zod';
import type { JobHandler } from '../jobs/job';
import { abandonSurrogate, trainSurrogate } from './train-surrogate.service';
import { trainSurrogateJob } from './train-surrogate.job';

export const trainSurrogateHandler: JobHandler<z.infer<typeof trainSurrogateJob.payload>> = {
  definition: trainSurrogateJob,
  run: async (container, { surrogateId }, context) => {
    await trainSurrogate(container, surrogateId, context);
  },
  ended: (container, { surrogateId }, outcome) => abandonSurrogate(container, surrogateId, outcome),
};
