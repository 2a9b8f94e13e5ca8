import { z } from 'zod';
import { pullRequestSchema } from '@/lib/contracts/ingest';
import { classByChoiceSchema, connectRequestSchema, platformAddressSchema } from '@/lib/contracts/platform';
import { projectProcedure, router } from '../api/trpc';
import { getClassMapping, saveClassMapping } from './class-mapping.service';
import { checkPlatform, connect, disconnect, getConnection, listPlatforms } from './connect.service';
import { getListening, listen, setRetrainAlone, stopListening, syncNow } from './listening/listening.service';
import { createModelPassword, removeModelPassword } from './model-backend/model-access.service';
import { startPull } from './pull.service';
import { listPushes, startPush, startUndoPush } from './push.service';

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
  classes: projectProcedure('viewer').query(({ ctx, input }) =>
    getClassMapping(ctx.container, input.projectId),
  ),
  saveClasses: projectProcedure('lead')
    .input(z.object({ projectId: z.string(), classByChoice: classByChoiceSchema }))
    .mutation(({ ctx, input }) => saveClassMapping(ctx.container, input)),
  pull: projectProcedure('lead')
    .input(pullRequestSchema.pick({ groundTruth: true }))
    .mutation(({ ctx, input }) =>
      startPull(ctx.container, {
        projectId: input.projectId,
        userId: ctx.user.id,
        groundTruth: input.groundTruth,
      }),
    ),
  pushes: projectProcedure('viewer').query(({ ctx, input }) => listPushes(ctx.container, input.projectId)),
  push: projectProcedure('lead')
    .input(z.object({ projectId: z.string(), batchId: z.string(), showGuess: z.boolean().default(false) }))
    .mutation(({ ctx, input }) => startPush(ctx.container, { ...input, userId: ctx.user.id })),
  undoPush: projectProcedure('lead')
    .input(z.object({ projectId: z.string(), pushId: z.string() }))
    .mutation(({ ctx, input }) => startUndoPush(ctx.container, { ...input, userId: ctx.user.id })),
  listening: projectProcedure('viewer').query(({ ctx, input }) =>
    getListening(ctx.container, input.projectId),
  ),
  listen: projectProcedure('owner').mutation(({ ctx, input }) => listen(ctx.container, input.projectId)),
  stopListening: projectProcedure('owner').mutation(({ ctx, input }) =>
    stopListening(ctx.container, input.projectId),
  ),
  setRetrainAlone: projectProcedure('owner')
    .input(z.object({ projectId: z.string(), retrainAlone: z.boolean() }))
    .mutation(({ ctx, input }) => setRetrainAlone(ctx.container, input)),
  sync: projectProcedure('lead').mutation(({ ctx, input }) => syncNow(ctx.container, input.projectId)),
  createModelPassword: projectProcedure('owner').mutation(({ ctx, input }) =>
    createModelPassword(ctx.container, input.projectId),
  ),
  removeModelPassword: projectProcedure('owner').mutation(({ ctx, input }) =>
    removeModelPassword(ctx.container, input.projectId),
  ),
});
