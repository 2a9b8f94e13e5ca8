import { z } from 'zod';
import { analysisConfigSchema } from '@/lib/contracts/analysis';
import { projectProcedure, router } from '../api/trpc';
import { dataSets, list, report, start } from './analyses.service';

export const analysesRouter = router({
  list: projectProcedure('viewer').query(({ ctx, input }) => list(ctx.container, input.projectId)),
  start: projectProcedure('lead')
    .input(
      z.object({
        projectId: z.string(),
        featureSetId: z.string(),
        name: z.string().trim().min(1).max(120),
        config: analysisConfigSchema,
      }),
    )
    .mutation(({ ctx, input }) => start(ctx.container, input)),
  report: projectProcedure('viewer')
    .input(z.object({ projectId: z.string(), analysisId: z.string() }))
    .query(({ ctx, input }) => report(ctx.container, input)),
  dataSets: projectProcedure('viewer').query(({ ctx }) => dataSets(ctx.container, ctx.user.id)),
});
