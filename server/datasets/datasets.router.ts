import { z } from 'zod';
import { ingestRequestSchema } from '@/lib/contracts/ingest';
import { INGEST_FORMAT_INFO } from '@/lib/contracts/ingest-format';
import { projectProcedure, router, userProcedure } from '../api/trpc';
import { listIngests, listRejects, startIngest } from './ingest.service';

export const datasetsRouter = router({
  formats: userProcedure.query(() =>
    Object.entries(INGEST_FORMAT_INFO).map(([format, info]) => ({ format, ...info })),
  ),
  list: projectProcedure('viewer').query(({ ctx, input }) => listIngests(ctx.container, input.projectId)),
  start: projectProcedure('lead')
    .input(z.object({ request: ingestRequestSchema }))
    .mutation(({ ctx, input }) => startIngest(ctx.container, { ...input, userId: ctx.user.id })),
  rejects: projectProcedure('viewer')
    .input(
      z.object({
        ingestId: z.string(),
        kind: z.enum(['rejected', 'duplicate']).optional(),
        offset: z.number().int().nonnegative().default(0),
        limit: z.number().int().min(1).max(500).default(100),
      }),
    )
    .query(({ ctx, input }) => listRejects(ctx.container, input)),
});
