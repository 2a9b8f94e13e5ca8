import { z } from 'zod';
import { studyConfigSchema } from '@/lib/contracts/study';
import { projectProcedure, router } from '../api/trpc';
import { get, list, report, start } from './studies.service';

const studyInput = z.object({ projectId: z.string(), studyId: z.string() });

export const studiesRouter = router({
  list: projectProcedure('viewer').query(({ ctx, input }) => list(ctx.container, input.projectId)),
  get: projectProcedure('viewer')
    .input(studyInput)
    .query(({ ctx, input }) => get(ctx.container, input)),
  start: projectProcedure('lead')
    .input(
      z.object({
        projectId: z.string(),
        featureSetId: z.string(),
        name: z.string().trim().min(1).max(120),
        config: studyConfigSchema,
      }),
    )
    .mutation(({ ctx, input }) => start(ctx.container, input)),
  report: projectProcedure('viewer')
    .input(studyInput)
    .query(({ ctx, input }) => report(ctx.container, input)),
});
