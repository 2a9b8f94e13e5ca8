import { z } from 'zod';
import { projectInputSchema, projectSettingsSchema } from '@/lib/contracts/project';
import { projectProcedure, router, userProcedure } from '../api/trpc';
import { createProject, getProject, listProjects, removeProject, updateProject } from './projects.service';

export const projectsRouter = router({
  list: userProcedure.query(({ ctx }) => listProjects(ctx.container, ctx.user.id)),
  get: projectProcedure('viewer').query(({ ctx, input }) =>
    getProject(ctx.container, ctx.user.id, input.projectId),
  ),
  create: userProcedure
    .input(projectInputSchema)
    .mutation(({ ctx, input }) => createProject(ctx.container, ctx.user.id, input)),
  update: projectProcedure('lead')
    .input(projectSettingsSchema)
    .mutation(({ ctx, input: { projectId, ...settings } }) =>
      updateProject(ctx.container, projectId, settings),
    ),
  remove: projectProcedure('owner')
    .input(z.object({ confirmName: z.string() }))
    .mutation(({ ctx, input }) => removeProject(ctx.container, input.projectId, input.confirmName)),
});
