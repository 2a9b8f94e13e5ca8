import { z } from 'zod';
import { selectionRequestSchema } from '@/lib/contracts/selection';
import { controlShareSchema } from '@/lib/contracts/project';
import { projectProcedure, router } from '../api/trpc';
import { startRound } from '../rounds/start-round.service';
import { expectChoice } from './choose.service';
import { preview } from './preview.service';
import { create, list, schemes } from './selections.service';

export const selectionsRouter = router({
  schemes: projectProcedure('viewer')
    .meta({
      http: 'GET /projects/{projectId}/schemes',
      summary: 'Selection schemes, what they need and their settings',
    })
    .query(() => schemes()),
  list: projectProcedure('viewer')
    .meta({ http: 'GET /projects/{projectId}/selections', summary: 'Selections' })
    .query(({ ctx, input }) => list(ctx.container, input.projectId)),
  preview: projectProcedure('viewer')
    .meta({
      http: 'POST /projects/{projectId}/selections/preview',
      summary: 'What a selection would choose, without keeping it',
    })
    .input(selectionRequestSchema)
    .query(({ ctx, input }) => preview(ctx.container, input)),
  expect: projectProcedure('viewer')
    .input(selectionRequestSchema)
    .query(({ ctx, input }) => expectChoice(ctx.container, input)),
  create: projectProcedure('lead')
    .meta({ http: 'POST /projects/{projectId}/selections', summary: 'Select examples of the unlabeled pool' })
    .input(selectionRequestSchema)
    .mutation(({ ctx, input }) => create(ctx.container, ctx.user.id, input)),
  sendToLabeling: projectProcedure('lead')
    .meta({
      http: 'POST /projects/{projectId}/selections/{selectionId}/batch',
      summary: 'Hand a selection to the annotators; begins a round',
    })
    .input(
      z.object({
        projectId: z.string(),
        selectionId: z.string(),
        /** share of the batch that is drawn at random; the project's unless given */
        controlShare: controlShareSchema.optional(),
      }),
    )
    .mutation(({ ctx, input }) => startRound(ctx.container, input)),
});
