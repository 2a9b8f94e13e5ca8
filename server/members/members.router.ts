import { z } from 'zod';
import { memberRequestSchema } from '@/lib/contracts/member';
import { ROLES } from '@/lib/contracts/project';
import { projectProcedure, router } from '../api/trpc';
import { addMember, changeRole, createMemberLink, members, removeMember } from './members.service';

const memberInput = z.object({ userId: z.string() });

export const membersRouter = router({
  list: projectProcedure('lead').query(({ ctx, input }) => members(ctx.container, ctx.user, input.projectId)),
  add: projectProcedure('owner')
    .input(memberRequestSchema)
    .mutation(({ ctx, input }) => addMember(ctx.container, input)),
  changeRole: projectProcedure('owner')
    .input(memberInput.extend({ role: z.enum(ROLES) }))
    .mutation(({ ctx, input }) => changeRole(ctx.container, input)),
  remove: projectProcedure('owner')
    .input(memberInput)
    .mutation(({ ctx, input }) => removeMember(ctx.container, input)),
  createLink: projectProcedure('owner')
    .input(memberInput)
    .mutation(({ ctx, input }) => createMemberLink(ctx.container, ctx.user, input)),
});
