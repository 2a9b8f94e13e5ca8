import { z } from 'zod';
import { projectProcedure, router } from '../api/trpc';
import { compute, distribution, list, registry } from './scores.service';

export const scoresRouter = router({
  registry: projectProcedure('viewer').query(() => registry()),
  list: projectProcedure('viewer').query(({ ctx, input }) => list(ctx.container, input.projectId)),
  distribution: projectProcedure('viewer')
    .input(z.object({ projectId: z.string(), scoreSetId: z.string() }))
    .query(({ ctx, input }) => distribution(ctx.container, input)),
  compute: projectProcedure('lead')
    .input(
      z.object({ projectId: z.string(), surrogateId: z.string(), names: z.array(z.string()).min(1).max(20) }),
    )
    .mutation(({ ctx, input }) => compute(ctx.container, input)),
});
