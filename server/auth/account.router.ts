import { z } from 'zod';
import { passwordSchema, personNameSchema } from '@/lib/contracts/account';
import { router, userProcedure } from '../api/trpc';
import { changePassword, endSessions, getAccount, listSessions, renameAccount } from './account.service';

/** A person's own account. Winnow's pages only: a program has a key and no account. */
export const accountRouter = router({
  get: userProcedure.query(({ ctx }) => getAccount(ctx.container, ctx.user)),
  rename: userProcedure
    .input(z.object({ name: personNameSchema }))
    .mutation(({ ctx, input }) => renameAccount(ctx.container, ctx.user.id, input.name)),
  changePassword: userProcedure
    .input(z.object({ current: z.string().max(1000).default(''), password: passwordSchema }))
    .mutation(({ ctx, input }) => changePassword(ctx.container, ctx.user, input)),
  sessions: userProcedure.query(({ ctx }) => listSessions(ctx.container, ctx.user)),
  endSessions: userProcedure
    .input(z.object({ sessionId: z.string().nullable() }))
    .mutation(({ ctx, input }) => endSessions(ctx.container, ctx.user, input.sessionId)),
});
