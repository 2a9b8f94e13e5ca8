import { sessionRouter } from '../auth/session.router';
import { jobsRouter } from '../jobs/jobs.router';
import { projectsRouter } from '../projects/projects.router';
import { router } from './trpc';

/** The whole API; docs/architecture.md has the table. */
export const appRouter = router({
  session: sessionRouter,
  projects: projectsRouter,
  jobs: jobsRouter,
});

export type AppRouter = typeof appRouter;
