import { z } from 'zod';
import { projectProcedure, router } from '../api/trpc';
import { estimate } from './plans.service';

export const plansRouter = router({
  estimate: projectProcedure('viewer')
    .meta({
      http: 'GET /projects/{projectId}/studies/{studyId}/plan',
      summary: 'Labels and money that a target error takes',
    })
    .input(z.object({ projectId: z.string(), studyId: z.string(), targetError: z.number().gt(0).lt(1) }))
    .query(({ ctx, input }) => estimate(ctx.container, input)),
});
