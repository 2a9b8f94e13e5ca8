import { z } from 'zod';
import { externalSurrogateSchema, surrogateRequestSchema } from '@/lib/contracts/model';
import { projectProcedure, router } from '../api/trpc';
import { importSurrogate } from './external-surrogate.service';
import { get, list, models, train } from './surrogates.service';

export const surrogatesRouter = router({
  list: projectProcedure('viewer')
    .meta({ http: 'GET /projects/{projectId}/surrogates', summary: 'Surrogates, the newest first' })
    .query(({ ctx, input }) => list(ctx.container, input.projectId)),
  models: projectProcedure('viewer')
    .meta({
      http: 'GET /projects/{projectId}/models',
      summary: 'Models that surrogates can be, and their settings',
    })
    .query(() => models()),
  get: projectProcedure('viewer')
    .meta({
      http: 'GET /projects/{projectId}/surrogates/{surrogateId}',
      summary: 'A surrogate and what was measured of it',
    })
    .input(z.object({ projectId: z.string(), surrogateId: z.string() }))
    .query(({ ctx, input }) => get(ctx.container, input)),
  train: projectProcedure('lead')
    .meta({
      http: 'POST /projects/{projectId}/surrogates',
      summary: 'Train a surrogate on the labels that are there',
    })
    .input(surrogateRequestSchema)
    .mutation(({ ctx, input }) => train(ctx.container, input)),
  importExternal: projectProcedure('lead')
    .meta({
      http: 'POST /projects/{projectId}/surrogates/external',
      summary: 'Use probabilities or logits of a model of yours',
    })
    .input(externalSurrogateSchema)
    .mutation(({ ctx, input }) => importSurrogate(ctx.container, input)),
});
