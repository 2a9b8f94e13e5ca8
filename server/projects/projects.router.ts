import { z } from 'zod';
import { projectInputSchema, projectSettingsSchema } from '@/lib/contracts/project';
import { projectProcedure, router, userProcedure } from '../api/trpc';
import { createProject, getProject, listProjects, removeProject, updateProject } from './projects.service';

export const projectsRouter = router({
  list: userProcedure
    .meta({ http: 'GET /projects', summary: 'Projects that you may see; with a key, its project' })
    .query(({ ctx }) => listProjects(ctx.container, ctx.user)),
  get: projectProcedure('member')
    .meta({
      http: 'GET /projects/{projectId}',
      summary: 'A project: classes, splits and how far each stage is',
    })
    .query(({ ctx, input }) => getProject(ctx.container, ctx.user.id, input.projectId)),
  create: userProcedure
    .input(projectInputSchema)
    .mutation(({ ctx, input }) => createProject(ctx.container, ctx.user, input)),
  update: projectProcedure('lead')
    .meta({ http: 'PATCH /projects/{projectId}', summary: 'Change settings, append classes' })
    .input(projectSettingsSchema)
    .mutation(({ ctx, input: { projectId, ...settings } }) =>
      updateProject(ctx.container, projectId, settings),
    ),
  remove: projectProcedure('owner')
    .input(z.object({ confirmName: z.string() }))
    .mutation(({ ctx, input }) => removeProject(ctx.container, input.projectId, input.confirmName)),
});
