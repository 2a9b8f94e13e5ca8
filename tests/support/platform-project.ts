import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { SessionUser } from '@/server/api/trpc';
import type { LabelStudioStandIn } from './label-studio-stand-in';
import { STAND_IN_TOKEN } from './label-studio-stand-in';
import type { TestContainer } from './test-container';

export interface PlatformProject {
  readonly projectId: string;
  readonly api: ReturnType<TestContainer['caller']>;
}

/** A project of texts that is connected to the stand-in's. */
export async function connectedProject(
  world: TestContainer,
  owner: SessionUser,
  stand: LabelStudioStandIn,
  classes: string[] = [],
): Promise<PlatformProject> {
  const { id: projectId } = await world.createProject(owner, { modality: 'text', classes });
  const api = world.caller(owner);
  await api.platforms.connect({
    projectId,
    platform: 'label-studio',
    baseUrl: stand.url,
    token: STAND_IN_TOKEN,
    allowPrivate: true,
    externalProject: '1',
  });
  return { projectId, api };
}

/** The same, its choices mapped to classes. */
export async function mappedProject(
  world: TestContainer,
  owner: SessionUser,
  stand: LabelStudioStandIn,
  classByChoice: Record<string, string | null> = { ham: 'ham', spam: 'spam' },
): Promise<PlatformProject> {
  const made = await connectedProject(world, owner, stand);
  await made.api.platforms.saveClasses({ projectId: made.projectId, classByChoice });
  return made;
}

/** A worker process of its own, to be killed. */
export function startWorker({ databaseUrl, container }: TestContainer): ChildProcess {
  return fork(fileURLToPath(new URL('../../server/worker.ts', import.meta.url)), {
    execArgv: ['--import', 'tsx'],
    env: {
      ...process.env,
      DATABASE_URL: databaseUrl,
      WINNOW_DATA: container.env.dataFolder,
      WINNOW_LOG_LEVEL: 'silent',
    },
  });
}

export async function jobDone({ api, projectId }: PlatformProject, jobId: string): Promise<void> {
  for (;;) {
    const { state, error } = await api.jobs.get({ projectId, jobId });
    if (state === 'done') return;
    if (state === 'failed' || state === 'cancelled') throw new Error(`The job ${state}: ${error?.message}`);
    await sleep(50);
  }
}
