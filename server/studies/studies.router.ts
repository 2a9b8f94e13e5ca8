import { z } from 'zod';
import { studyConfigSchema } from '@/lib/contracts/study';
import { projectProcedure, router } from '../api/trpc';
import { get, list, report, start } from './studies.service';

const studyInput = z.object({ projectId: z.string(), studyId: z.string() });

export const studiesRouter = router({
  list: projectProcedure('viewer')
    .meta({ http: 'GET /projects/{projectId}/studies', summary: 'Studies' })
    .query(({ ctx, input }) => list(ctx.container, input.projectId)),
  get: projectProcedure('viewer')
    .meta({ http: 'GET /projects/{projectId}/studies/{studyId}', summary: 'One study' })
    .input(studyInput)
    .query(({ ctx, input }) => get(ctx.container, input)),
  start: projectProcedure('lead')
    .meta({
      http: 'POST /projects/{projectId}/studies',
      summary: 'Simulate schemes × fractions × repeats on known labels',
    })
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
    .meta({
      http: 'GET /projects/{projectId}/studies/{studyId}/report',
      summary: 'The report of a study; null until it is done',
    })
    .input(studyInput)
    .query(({ ctx, input }) => report(ctx.container, input)),
});
