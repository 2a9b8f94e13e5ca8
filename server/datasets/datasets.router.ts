import { z } from 'zod';
import { ingestRequestSchema } from '@/lib/contracts/ingest';
import { FILE_FORMAT_INFO } from '@/lib/contracts/file-format';
import { projectProcedure, router, userProcedure } from '../api/trpc';
import { listIngests, listRejects, startIngest } from './ingest.service';

export const datasetsRouter = router({
  formats: userProcedure
    .meta({ http: 'GET /ingest-formats', summary: 'Formats of files that can be ingested and given out' })
    .query(() =>
      Object.entries(FILE_FORMAT_INFO).map(([format, { ingest, ...info }]) => ({
        format,
        ...info,
        ...ingest,
      })),
    ),
  list: projectProcedure('viewer')
    .meta({ http: 'GET /projects/{projectId}/ingests', summary: 'What was ingested' })
    .query(({ ctx, input }) => listIngests(ctx.container, input.projectId)),
  start: projectProcedure('lead')
    .meta({
      http: 'POST /projects/{projectId}/ingests',
      summary: 'Ingest an upload, or a path on the server',
    })
    .input(z.object({ request: ingestRequestSchema }))
    .mutation(({ ctx, input }) => startIngest(ctx.container, { ...input, userId: ctx.user.id })),
  rejects: projectProcedure('viewer')
    .meta({
      http: 'GET /projects/{projectId}/ingests/{ingestId}/rejects',
      summary: 'What was left out of an ingest, and why',
    })
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
