import { z } from 'zod';
import { exampleQuerySchema } from '@/lib/contracts/example';
import { projectProcedure, router } from '../api/trpc';
import { getExample, listExamples } from './examples.service';
import { listPercentiles } from './percentiles.service';

export const examplesRouter = router({
  list: projectProcedure('viewer')
    .meta({
      http: 'GET /projects/{projectId}/examples',
      summary: 'Examples, by split, label, prediction, text or score',
    })
    .input(exampleQuerySchema)
    .query(({ ctx, input }) => listExamples(ctx.container, input)),
  get: projectProcedure('viewer')
    .meta({ http: 'GET /projects/{projectId}/examples/{row}', summary: 'One example' })
    .input(z.object({ row: z.number().int().nonnegative() }))
    .query(({ ctx, input }) => getExample(ctx.container, input.projectId, input.row)),
  percentiles: projectProcedure('viewer')
    .meta({
      http: 'GET /projects/{projectId}/scores/{scoreSetId}/percentiles',
      summary: 'Examples around percentiles of a score',
    })
    .input(z.object({ scoreSetId: z.string(), perGroup: z.number().int().min(1).max(50).default(8) }))
    .query(({ ctx, input }) => listPercentiles(ctx.container, input)),
});
