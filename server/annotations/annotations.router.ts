import { z } from 'zod';
import { answerSchema } from '@/lib/contracts/labeling';
import { projectProcedure, router } from '../api/trpc';
import { answer, fillFromFiles, undo } from './answers.service';
import { getBatch, listBatches, listLabelingItems } from './batches.service';
import { createSeedBatch } from './seed-batch.service';

const batchInput = z.object({ projectId: z.string(), batchId: z.string() });

export const annotationsRouter = router({
  batches: projectProcedure('viewer').query(({ ctx, input }) => listBatches(ctx.container, input.projectId)),
  batch: projectProcedure('viewer')
    .input(batchInput)
    .query(({ ctx, input }) => getBatch(ctx.container, input)),
  items: projectProcedure('viewer')
    .input(
      batchInput.extend({
        from: z.number().int().nonnegative().default(0),
        limit: z.number().int().min(1).max(200).default(20),
      }),
    )
    .query(({ ctx, input }) => listLabelingItems(ctx.container, input)),
  createSeedBatch: projectProcedure('lead')
    .input(
      z.object({
        projectId: z.string(),
        count: z.number().int().positive().max(100_000),
        seed: z.number().int().nonnegative().default(1),
      }),
    )
    .mutation(({ ctx, input }) => createSeedBatch(ctx.container, input)),
  answer: projectProcedure('annotator')
    .input(answerSchema)
    .mutation(({ ctx, input }) => answer(ctx.container, ctx.user.id, input)),
  undo: projectProcedure('annotator')
    .input(batchInput)
    .mutation(({ ctx, input }) => undo(ctx.container, ctx.user.id, input)),
  fillFromFiles: projectProcedure('lead')
    .input(batchInput)
    .mutation(({ ctx, input }) => fillFromFiles(ctx.container, ctx.user.id, input)),
});
