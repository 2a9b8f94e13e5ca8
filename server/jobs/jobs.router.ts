import { z } from 'zod';
import { projectProcedure, router } from '../api/trpc';
import { cancelJob, getJob, listJobs } from './jobs.service';

const jobInput = z.object({ jobId: z.string() });

export const jobsRouter = router({
  list: projectProcedure('viewer')
    .meta({ http: 'GET /projects/{projectId}/jobs', summary: 'Long work, the newest first' })
    .input(z.object({ active: z.boolean().default(false) }))
    .query(({ ctx, input }) => listJobs(ctx.container, input.projectId, input.active)),
  get: projectProcedure('viewer')
    .meta({ http: 'GET /jobs/{jobId}', summary: 'One piece of long work, to poll' })
    .input(jobInput)
    .query(({ ctx, input }) => getJob(ctx.container, input.projectId, input.jobId)),
  cancel: projectProcedure('lead')
    .meta({ http: 'POST /jobs/{jobId}/cancel', summary: 'Ask it to stop' })
    .input(jobInput)
    .mutation(({ ctx, input }) => cancelJob(ctx.container, input.projectId, input.jobId)),
});
