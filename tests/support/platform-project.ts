import { setTimeout as sleep } from 'node:timers/promises';
import type { Modality } from '@/lib/contracts/project';
import type { SessionUser } from '@/server/api/trpc';
import type { LabelStudioStandIn } from './label-studio-stand-in';
import { STAND_IN_TOKEN } from './label-studio-stand-in';
import type { TestContainer } from './test-container';

export interface PlatformProject {
  readonly projectId: string;
  readonly api: ReturnType<TestContainer['caller']>;
}

/** A project of what the stand-in's holds, connected to it. */
export async function connectedProject(
  world: TestContainer,
  owner: SessionUser,
  stand: LabelStudioStandIn,
  classes: string[] = [],
): Promise<PlatformProject> {
  const { inputs } = stand.parsed.label as { inputs: { type: string }[] };
  const type = inputs[0]?.type;
  const modality: Modality = type === 'Image' ? 'image' : type === 'List' ? 'features' : 'text';
  const { id: projectId } = await world.createProject(owner, { modality, classes });
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

export async function jobDone({ api, projectId }: PlatformProject, jobId: string): Promise<void> {
  for (;;) {
    const { state, error } = await api.jobs.get({ projectId, jobId });
    if (state === 'done') return;
    if (state === 'failed' || state === 'cancelled') throw new Error(`The job ${state}: ${error?.message}`);
    await sleep(50);
  }
}

const WORDS = { ham: 'lunch meeting report agenda', spam: 'cash prize winner offer' } as const;

/** Tasks of two kinds of mail that anybody tells apart; the first `annotated` of them are labeled. */
export function fillWithMails(stand: LabelStudioStandIn, count: number, annotated: number): void {
  for (let index = 0; index < count; index++) {
    const kind = index % 2 === 0 ? 'ham' : 'spam';
    const task = stand.addTask({ text: `${WORDS[kind]} number ${index}` });
    if (index < annotated) stand.annotate(task, kind);
  }
}

/** A project whose pool is what the stand-in holds. */
export async function pulledProject(
  world: TestContainer,
  owner: SessionUser,
  stand: LabelStudioStandIn,
): Promise<PlatformProject> {
  const made = await mappedProject(world, owner, stand);
  await made.api.platforms.pull({ projectId: made.projectId, groundTruth: 'test' });
  await world.runJobs();
  return made;
}
