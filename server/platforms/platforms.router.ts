import { connectRequestSchema, platformAddressSchema } from '@/lib/contracts/platform';
import { projectProcedure, router } from '../api/trpc';
import { checkPlatform, connect, disconnect, getConnection, listPlatforms } from './connect.service';

export const platformsRouter = router({
  registry: projectProcedure('viewer').query(() => listPlatforms()),
  get: projectProcedure('viewer').query(({ ctx, input }) => getConnection(ctx.container, input.projectId)),
  check: projectProcedure('owner')
    .input(platformAddressSchema)
    .mutation(({ ctx, input }) => checkPlatform(ctx.container, input)),
  connect: projectProcedure('owner')
    .input(connectRequestSchema)
    .mutation(({ ctx, input: { projectId, ...request } }) =>
      connect(ctx.container, { projectId, userId: ctx.user.id, request }),
    ),
  disconnect: projectProcedure('owner').mutation(({ ctx, input }) =>
    disconnect(ctx.container, input.projectId),
  ),
});
