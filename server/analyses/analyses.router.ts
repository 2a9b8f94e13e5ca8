import { z } from 'zod';
import { analysisConfigSchema } from '@/lib/contracts/analysis';
import { projectProcedure, router } from '../api/trpc';
import { dataSets, list, report, start } from './analyses.service';

export const analysesRouter = router({
  list: projectProcedure('viewer')
    .meta({ http: 'GET /projects/{projectId}/analyses', summary: 'Gradient analyses' })
    .query(({ ctx, input }) => list(ctx.container, input.projectId)),
  start: projectProcedure('lead')
    .meta({
      http: 'POST /projects/{projectId}/analyses',
      summary: 'Analyse how the gradients of a data set behave',
    })
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
    .meta({
      http: 'GET /projects/{projectId}/analyses/{analysisId}/report',
      summary: 'The report of an analysis; null until it is done',
    })
    .input(z.object({ projectId: z.string(), analysisId: z.string() }))
    .query(({ ctx, input }) => report(ctx.container, input)),
  dataSets: projectProcedure('viewer').query(({ ctx }) => dataSets(ctx.container, ctx.user.id)),
});
