import { z } from 'zod';
import { CONSENSUS_RULES } from '@/lib/contracts/agreement';
import { reviewDecisionSchema, reviewQueueSchema } from '@/lib/contracts/review';
import { projectProcedure, router } from '../api/trpc';
import { confusion, report, setConsensus } from './agreement.service';
import { decide, undoDecision } from './review-decisions.service';
import { item, queue } from './review-queue.service';
import { searchErrors } from './search-label-errors.service';

const projectInput = z.object({ projectId: z.string() });

export const agreementRouter = router({
  report: projectProcedure('viewer')
    .meta({
      http: 'GET /projects/{projectId}/agreement',
      summary: 'How far annotators agree: kappas, alpha, by class, annotator and pair, with intervals',
    })
    .query(({ ctx, input }) => report(ctx.container, input.projectId)),
  confusion: projectProcedure('viewer')
    .meta({
      http: 'GET /projects/{projectId}/agreement/confusion/{first}/{second}',
      summary: 'What two annotators said of the examples that both labeled',
    })
    .input(projectInput.extend({ first: z.string(), second: z.string() }))
    .query(({ ctx, input }) => confusion(ctx.container, input)),
  setConsensus: projectProcedure('lead')
    .meta({
      http: 'POST /projects/{projectId}/agreement/consensus',
      summary: 'By which rule several votes become one label',
    })
    .input(projectInput.extend({ consensus: z.enum(CONSENSUS_RULES) }))
    .mutation(({ ctx, input }) => setConsensus(ctx.container, input)),
  queue: projectProcedure('viewer')
    .meta({
      http: 'GET /projects/{projectId}/reviews',
      summary: 'Examples that wait for a review, the most suspicious first',
    })
    .input(reviewQueueSchema)
    .query(({ ctx, input }) => queue(ctx.container, input)),
  item: projectProcedure('viewer')
    .meta({
      http: 'GET /projects/{projectId}/reviews/{row}',
      summary: 'All that was said of one example',
    })
    .input(projectInput.extend({ row: z.number().int().nonnegative() }))
    .query(({ ctx, input }) => item(ctx.container, input)),
  decide: projectProcedure('lead')
    .meta({
      http: 'POST /projects/{projectId}/reviews/{row}',
      summary: 'Decide the label of an example, above all votes',
    })
    .input(reviewDecisionSchema)
    .mutation(({ ctx, input }) => decide(ctx.container, ctx.user.id, input)),
  undoDecision: projectProcedure('lead')
    .meta({
      http: 'POST /projects/{projectId}/agreement/undo',
      summary: 'Take back your newest decision',
    })
    .input(projectInput)
    .mutation(({ ctx, input }) => undoDecision(ctx.container, ctx.user.id, input)),
  searchErrors: projectProcedure('lead')
    .meta({
      http: 'POST /projects/{projectId}/agreement/search',
      summary: 'Look for labels that are probably wrong',
    })
    .input(projectInput)
    .mutation(({ ctx, input }) => searchErrors(ctx.container, input)),
});
