import { z } from 'zod';
import { selectionRequestSchema } from '@/lib/contracts/selection';
import { projectProcedure, router } from '../api/trpc';
import { startRound } from '../rounds/start-round.service';
import { expectChoice } from './choose.service';
import { preview } from './preview.service';
import { create, list, schemes } from './selections.service';

export const selectionsRouter = router({
  schemes: projectProcedure('viewer').query(() => schemes()),
  list: projectProcedure('viewer').query(({ ctx, input }) => list(ctx.container, input.projectId)),
  preview: projectProcedure('viewer')
    .input(selectionRequestSchema)
    .query(({ ctx, input }) => preview(ctx.container, input)),
  expect: projectProcedure('viewer')
    .input(selectionRequestSchema)
    .query(({ ctx, input }) => expectChoice(ctx.container, input)),
  create: projectProcedure('lead')
    .input(selectionRequestSchema)
    .mutation(({ ctx, input }) => create(ctx.container, ctx.user.id, input)),
  sendToLabeling: projectProcedure('lead')
    .input(z.object({ projectId: z.string(), selectionId: z.string() }))
    .mutation(({ ctx, input }) => startRound(ctx.container, input)),
});
