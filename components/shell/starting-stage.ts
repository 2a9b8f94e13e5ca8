import { roleAllows } from '@/lib/contracts/access';
import type { ProjectView, Stage } from '@/lib/contracts/project';

/** Where a project opens: the sample at its curve, else at what runs, else at the last stage that has something. */
export function startingStage(project: Pick<ProjectView, 'isSample' | 'role' | 'stages'>): Stage {
  if (!roleAllows(project.role, 'viewer')) return 'labeling';
  if (project.isSample) return 'report';
  const running = project.stages.find(({ state }) => state === 'running');
  const reached = project.stages.findLast(({ state }) => state === 'done');
  return running?.stage ?? reached?.stage ?? 'pool';
}
