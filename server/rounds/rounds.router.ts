import { z } from 'zod';
import { projectProcedure, router } from '../api/trpc';
import { retrain } from './retrain.service';
import { curve, list } from './rounds.service';

export const roundsRouter = router({
  list: projectProcedure('viewer').query(({ ctx, input }) => list(ctx.container, input.projectId)),
  curve: projectProcedure('viewer').query(({ ctx, input }) => curve(ctx.container, input.projectId)),
  retrain: projectProcedure('lead')
    .input(z.object({ projectId: z.string(), roundId: z.string() }))
    .mutation(({ ctx, input }) => retrain(ctx.container, input)),
});
