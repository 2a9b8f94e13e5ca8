import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { JobHandler } from '@/server/jobs/job';
import { defineJob } from '@/server/jobs/job';

/** Work of no end for tests that kill workers: counts up, keeps a checkpoint, and says so on stdout. */
export const countJob = defineJob({ kind: 'count', lane: 'heavy', payload: z.object({ upTo: z.number() }) });

export const countHandler: JobHandler<{ upTo: number }> = {
  definition: countJob,
  async run(_container, { upTo }, context) {
    const from = typeof context.checkpoint === 'number' ? context.checkpoint : 0;
    for (let count = from + 1; count <= upTo; count++) {
      await context.saveCheckpoint(count);
      context.progress({ done: count, total: upTo, unit: 'counts' });
      process.send?.({ jobId: context.jobId, count });
      await sleep(50, undefined, { signal: context.signal });
    }
  },
};
