import { z } from 'zod';
import { SEED_SCHEMES, answerSchema, answersSchema, nextSchema } from '@/lib/contracts/labeling';
import { projectProcedure, router } from '../api/trpc';
import { answer, answerAll, fillFromFiles, undo } from './answers.service';
import { getBatch, listBatches, listLabelingItems } from './batches.service';
import { handOut, leave } from './hand-out.service';
import { ownNumbers } from './own-numbers.service';
import { countClasses } from './class-counts.service';
import { createSeedBatch } from './seed-batch.service';

const batchInput = z.object({ projectId: z.string(), batchId: z.string() });

export const annotationsRouter = router({
  batches: projectProcedure('member')
    .meta({ http: 'GET /projects/{projectId}/batches', summary: 'Batches and how far they are' })
    .query(({ ctx, input }) => listBatches(ctx.container, input.projectId)),
  batch: projectProcedure('member')
    .meta({ http: 'GET /projects/{projectId}/batches/{batchId}', summary: 'One batch' })
    .input(batchInput)
    .query(({ ctx, input }) => getBatch(ctx.container, input)),
  items: projectProcedure('member')
    .meta({
      http: 'GET /projects/{projectId}/batches/{batchId}/items',
      summary: 'Examples of a batch, open ones first',
    })
    .input(
      batchInput.extend({
        from: z.number().int().nonnegative().default(0),
        limit: z.number().int().min(1).max(200).default(20),
      }),
    )
    .query(({ ctx, input }) => listLabelingItems(ctx.container, input)),
  createSeedBatch: projectProcedure('lead')
    .meta({ http: 'POST /projects/{projectId}/batches/seed', summary: 'Draw examples for the first labels' })
    .input(
      z.object({
        projectId: z.string(),
        count: z.number().int().positive().max(100_000),
        seed: z.number().int().nonnegative().default(1),
        /** `random`, or typical and diverse examples by features: for the very first labels, before any model */
        scheme: z.enum(SEED_SCHEMES).default('random'),
        /** whose features such a scheme looks at; the newest unless named */
        featureSetId: z.string().nullable().default(null),
      }),
    )
    .mutation(({ ctx, input }) => createSeedBatch(ctx.container, input)),
  classCounts: projectProcedure('viewer')
    .meta({
      http: 'GET /projects/{projectId}/class-counts',
      summary: 'Labels of each class that models train on',
    })
    .query(({ ctx, input }) => countClasses(ctx.container, input.projectId)),
  next: projectProcedure('annotator')
    .meta({
      http: 'POST /projects/{projectId}/batches/{batchId}/next',
      summary: 'Take the next examples to answer',
      description:
        'Nobody else gets them while your lease lasts, unless several people answer the same example. Asked again before ' +
        'you have answered, you get the same ones, for longer.',
    })
    .input(nextSchema)
    .mutation(({ ctx, input }) => handOut(ctx.container, ctx.user.id, input)),
  leave: projectProcedure('annotator')
    .meta({
      http: 'POST /projects/{projectId}/batches/{batchId}/leave',
      summary: 'Give back the examples that you took and did not answer',
    })
    .input(batchInput)
    .mutation(({ ctx, input }) => leave(ctx.container, ctx.user.id, input)),
  mine: projectProcedure('annotator')
    .meta({
      http: 'GET /projects/{projectId}/annotations/mine',
      summary: 'What you have answered, and how fast',
    })
    .input(z.object({ projectId: z.string(), dayBegan: z.iso.datetime({ offset: true }).optional() }))
    .query(({ ctx, input }) => ownNumbers(ctx.container, ctx.user.id, input)),
  answer: projectProcedure('annotator')
    .input(answerSchema)
    .mutation(({ ctx, input }) => answer(ctx.container, ctx.user.id, input)),
  answerAll: projectProcedure('annotator')
    .meta({
      http: 'POST /projects/{projectId}/batches/{batchId}/annotations',
      summary: 'Answer examples of a batch',
      description:
        'All of the answers are stored, or none. The same answer sent again changes nothing. An example that somebody ' +
        'else has answered or holds is refused, or left out and named in `taken` where `skipTaken` says so.',
    })
    .input(answersSchema)
    .mutation(({ ctx, input }) => answerAll(ctx.container, ctx.user.id, input)),
  undo: projectProcedure('annotator')
    .meta({
      http: 'POST /projects/{projectId}/batches/{batchId}/undo',
      summary: 'Take your newest answers back',
    })
    .input(batchInput.extend({ count: z.number().int().min(1).max(60).default(1) }))
    .mutation(({ ctx, input }) => undo(ctx.container, ctx.user.id, input)),
  fillFromFiles: projectProcedure('lead')
    .meta({
      http: 'POST /projects/{projectId}/batches/{batchId}/fill-from-files',
      summary: 'Answer what is open with the labels that came with the files',
    })
    .input(batchInput)
    .mutation(({ ctx, input }) => fillFromFiles(ctx.container, ctx.user.id, input)),
});
