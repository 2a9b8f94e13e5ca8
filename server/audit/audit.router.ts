import { z } from 'zod';
import { auditFilterSchema } from '@/lib/contracts/audit';
import { projectProcedure, router } from '../api/trpc';
import { auditFacets, listAudit } from './audit.service';

export const auditRouter = router({
  list: projectProcedure('lead')
    .meta({
      http: 'GET /projects/{projectId}/audit',
      summary: 'Who did what, when, the newest first',
      description: '`next` is the `before` of the page that follows; null on the last.',
    })
    .input(
      auditFilterSchema.extend({
        before: z
          .string()
          .regex(/^\d{1,18}$/)
          .nullable()
          .default(null),
        limit: z.number().int().min(1).max(500).default(50),
      }),
    )
    .query(({ ctx, input }) => listAudit(ctx.container, input)),
  facets: projectProcedure('lead').query(({ ctx, input }) => auditFacets(ctx.container, input.projectId)),
});
