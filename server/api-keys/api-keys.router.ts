import { z } from 'zod';
import { apiKeyRequestSchema } from '@/lib/contracts/api-key';
import { projectProcedure, router } from '../api/trpc';
import { createApiKey, listApiKeys, revokeApiKey } from './api-keys.service';

export const apiKeysRouter = router({
  list: projectProcedure('viewer').query(({ ctx, input }) => listApiKeys(ctx.container, input.projectId)),
  create: projectProcedure('owner')
    .input(apiKeyRequestSchema)
    .mutation(({ ctx, input: { projectId, ...request } }) =>
      createApiKey(ctx.container, { projectId, userId: ctx.user.id, request }),
    ),
  revoke: projectProcedure('owner')
    .input(z.object({ keyId: z.string() }))
    .mutation(({ ctx, input }) => revokeApiKey(ctx.container, { ...input, userId: ctx.user.id })),
});
