import { z } from 'zod';
import { surrogateRequestSchema } from '@/lib/contracts/model';
import { projectProcedure, router } from '../api/trpc';
import { get, list, train } from './surrogates.service';

export const surrogatesRouter = router({
  list: projectProcedure('viewer').query(({ ctx, input }) => list(ctx.container, input.projectId)),
  get: projectProcedure('viewer')
    .input(z.object({ projectId: z.string(), surrogateId: z.string() }))
    .query(({ ctx, input }) => get(ctx.container, input)),
  train: projectProcedure('lead')
    .input(surrogateRequestSchema)
    .mutation(({ ctx, input }) => train(ctx.container, input)),
});
