import { z } from 'zod';
import { projectProcedure, router } from '../api/trpc';
import { cancelJob, getJob, listJobs } from './jobs.service';

const jobInput = z.object({ jobId: z.string() });

export const jobsRouter = router({
  list: projectProcedure('viewer')
    .input(z.object({ active: z.boolean().default(false) }))
    .query(({ ctx, input }) => listJobs(ctx.container, input.projectId, input.active)),
  get: projectProcedure('viewer')
    .input(jobInput)
    .query(({ ctx, input }) => getJob(ctx.container, input.projectId, input.jobId)),
  cancel: projectProcedure('annotator')
    .input(jobInput)
    .mutation(({ ctx, input }) => cancelJob(ctx.container, input.projectId, input.jobId)),
});
