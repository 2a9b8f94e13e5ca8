import { cache } from 'react';
import { notFound } from 'next/navigation';
import { AppError } from '@/lib/errors';
import type { ProjectView } from '@/lib/contracts/project';
import { currentUser } from './page-session';
import { appRouter } from './root';
import { createCaller } from './trpc';
import { webProcess } from './web-process';

const callerFactory = createCaller(appRouter);

/** The API for pages, as the one who is signed in; others are sent to the sign-in page. */
export async function pageCaller(): Promise<ReturnType<typeof callerFactory>> {
  const user = await currentUser();
  const { container } = await webProcess();
  return callerFactory({ container, user });
}

/** The project, or the page that says that there is none (for members of none, too). Asked once a request. */
export const pageProject = cache(async (projectId: string): Promise<ProjectView> => {
  const caller = await pageCaller();
  try {
    return await caller.projects.get({ projectId });
  } catch (error) {
    if (error instanceof Error && error.cause instanceof AppError && error.cause.code === 'not-found')
      notFound();
    throw error;
  }
});
