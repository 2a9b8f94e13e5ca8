import { z } from 'zod';
import { WEBHOOK_EVENTS, webhookRequestSchema } from '@/lib/contracts/webhook';
import { projectProcedure, router } from '../api/trpc';
import {
  createHook,
  listHooks,
  listMessages,
  ping,
  redeliver,
  removeHook,
  updateHook,
} from './webhooks.service';

const hookInput = z.object({ webhookId: z.string() });

export const webhooksRouter = router({
  list: projectProcedure('viewer').query(({ ctx, input }) => listHooks(ctx.container, input.projectId)),
  create: projectProcedure('owner')
    .input(webhookRequestSchema)
    .mutation(({ ctx, input: { projectId, ...request } }) =>
      createHook(ctx.container, { projectId, userId: ctx.user.id, request }),
    ),
  update: projectProcedure('owner')
    .input(
      hookInput.extend({
        active: z.boolean().optional(),
        events: z.array(z.enum(WEBHOOK_EVENTS)).min(1).optional(),
      }),
    )
    .mutation(({ ctx, input }) => updateHook(ctx.container, input)),
  remove: projectProcedure('owner')
    .input(hookInput)
    .mutation(({ ctx, input }) => removeHook(ctx.container, input)),
  ping: projectProcedure('owner')
    .input(hookInput)
    .mutation(({ ctx, input }) => ping(ctx.container, input)),
  deliveries: projectProcedure('viewer')
    .input(z.object({ limit: z.number().int().min(1).max(200).default(50) }))
    .query(({ ctx, input }) => listMessages(ctx.container, input)),
  redeliver: projectProcedure('owner')
    .input(z.object({ deliveryId: z.string() }))
    .mutation(({ ctx, input }) => redeliver(ctx.container, input)),
});
