import { z } from 'zod';
import { projectProcedure, router } from '../api/trpc';
import { retrain } from './retrain.service';
import { curve, list } from './rounds.service';
import { abandon, pause, resume } from './steer-round.service';

const roundInput = z.object({ projectId: z.string(), roundId: z.string() });

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
    .input(roundInput)
    .mutation(({ ctx, input }) => retrain(ctx.container, input)),
  pause: projectProcedure('lead')
    .meta({
      http: 'POST /projects/{projectId}/rounds/{roundId}/pause',
      summary: 'Hand nothing of a round out for now',
    })
    .input(roundInput)
    .mutation(({ ctx, input }) => pause(ctx.container, input)),
  resume: projectProcedure('lead')
    .meta({
      http: 'POST /projects/{projectId}/rounds/{roundId}/resume',
      summary: 'Go on with a paused round',
    })
    .input(roundInput)
    .mutation(({ ctx, input }) => resume(ctx.container, input)),
  abandon: projectProcedure('lead')
    .meta({
      http: 'POST /projects/{projectId}/rounds/{roundId}/abandon',
      summary: 'Give a round up',
      description: 'Its answers stay and train later models; open examples go back to the pool.',
    })
    .input(roundInput)
    .mutation(({ ctx, input }) => abandon(ctx.container, input)),
});
