import { z } from 'zod';
import { projectProcedure, router } from '../api/trpc';
import { retrain } from './retrain.service';
import { curve, list } from './rounds.service';

export const roundsRouter = router({
  list: projectProcedure('viewer')
    .meta({ http: 'GET /projects/{projectId}/rounds', summary: 'Rounds' })
    .query(({ ctx, input }) => list(ctx.container, input.projectId)),
  curve: projectProcedure('viewer')
    .meta({
      http: 'GET /projects/{projectId}/rounds/curve',
      summary: 'Test error against labels, after the seed and each round',
    })
    .query(({ ctx, input }) => curve(ctx.container, input.projectId)),
  retrain: projectProcedure('lead')
    .meta({
      http: 'POST /projects/{projectId}/rounds/{roundId}/retrain',
      summary: 'Train and measure the final model of a round',
    })
    .input(z.object({ projectId: z.string(), roundId: z.string() }))
    .mutation(({ ctx, input }) => retrain(ctx.container, input)),
});
