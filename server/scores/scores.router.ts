import { z } from 'zod';
import { projectProcedure, router } from '../api/trpc';
import { compute, distribution, list, registry } from './scores.service';

export const scoresRouter = router({
  registry: projectProcedure('viewer')
    .meta({
      http: 'GET /projects/{projectId}/scoring-functions',
      summary: 'Scoring functions and their settings',
    })
    .query(() => registry()),
  list: projectProcedure('viewer')
    .meta({ http: 'GET /projects/{projectId}/scores', summary: 'Scores that were computed' })
    .query(({ ctx, input }) => list(ctx.container, input.projectId)),
  distribution: projectProcedure('viewer')
    .meta({
      http: 'GET /projects/{projectId}/scores/{scoreSetId}/distribution',
      summary: 'How a score is distributed over the pool',
    })
    .input(z.object({ projectId: z.string(), scoreSetId: z.string() }))
    .query(({ ctx, input }) => distribution(ctx.container, input)),
  compute: projectProcedure('lead')
    .meta({ http: 'POST /projects/{projectId}/scores', summary: 'Score all examples under a surrogate' })
    .input(
      z.object({ projectId: z.string(), surrogateId: z.string(), names: z.array(z.string()).min(1).max(20) }),
    )
    .mutation(({ ctx, input }) => compute(ctx.container, input)),
});
