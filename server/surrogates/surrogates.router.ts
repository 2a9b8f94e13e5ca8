import { z } from 'zod';
import { externalSurrogateSchema, surrogateRequestSchema } from '@/lib/contracts/model';
import { projectProcedure, router } from '../api/trpc';
import { importSurrogate } from './external-surrogate.service';
import { get, list, models, train } from './surrogates.service';

export const surrogatesRouter = router({
  list: projectProcedure('viewer').query(({ ctx, input }) => list(ctx.container, input.projectId)),
  models: projectProcedure('viewer').query(() => models()),
  get: projectProcedure('viewer')
    .input(z.object({ projectId: z.string(), surrogateId: z.string() }))
    .query(({ ctx, input }) => get(ctx.container, input)),
  train: projectProcedure('lead')
    .input(surrogateRequestSchema)
    .mutation(({ ctx, input }) => train(ctx.container, input)),
  importExternal: projectProcedure('lead')
    .input(externalSurrogateSchema)
    .mutation(({ ctx, input }) => importSurrogate(ctx.container, input)),
});
