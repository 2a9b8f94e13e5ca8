import { roleAllows, type Access } from '@/lib/contracts/access';
import { STAGES, type Role, type Stage, type StageView } from '@/lib/contracts/project';

export const STAGE_TITLES: Record<Stage, string> = {
  pool: 'Pool',
  features: 'Features',
  surrogate: 'Surrogate',
  scores: 'Scores',
  selection: 'Selection',
  labeling: 'Labeling',
  rounds: 'Rounds',
  report: 'Report',
  analysis: 'Analysis',
  plan: 'Plan',
};

export const STATE_WORDS: Record<StageView['state'], string> = {
  waiting: 'waits for an earlier stage',
  ready: 'can be started',
  running: 'running',
  done: 'done',
  failed: 'failed',
};

export function stagePath(projectId: string, stage: Stage): string {
  return `/projects/${projectId}/${stage}`;
}

/** Pages of a project that are no stage of the way of the data. */
export const SIDE_PAGES = [
  { page: 'agreement', title: 'Agreement', detail: 'Whether people say the same', access: 'viewer' },
  { page: 'platform', title: 'Platform', detail: 'Where the team labels', access: 'viewer' },
  { page: 'api', title: 'API', detail: 'Keys and webhooks', access: 'viewer' },
  { page: 'people', title: 'People', detail: 'Members and roles', access: 'lead' },
  { page: 'audit', title: 'Audit', detail: 'Who did what, when', access: 'lead' },
] as const satisfies readonly SidePage[];

interface SidePage {
  readonly page: string;
  readonly title: string;
  readonly detail: string;
  /** Who is shown it. */
  readonly access: Access;
}

export function sidePath(projectId: string, page: (typeof SIDE_PAGES)[number]['page']): string {
  return `/projects/${projectId}/${page}`;
}

/** The stages that this role is shown: annotators label, and see no other. */
export function stagesFor(role: Role): readonly Stage[] {
  return STAGES.filter((stage) => roleAllows(role, stageAccess(stage)));
}

/** Whether the page at this path is shown to this role. */
export function mayOpen(role: Role, projectId: string, pathname: string): boolean {
  const isAt = (path: string) => pathname === path || pathname.startsWith(`${path}/`);
  const stage = STAGES.find((candidate) => isAt(stagePath(projectId, candidate)));
  const side = SIDE_PAGES.find(({ page }) => isAt(sidePath(projectId, page)));
  return roleAllows(role, stage ? stageAccess(stage) : (side?.access ?? 'member'));
}

function stageAccess(stage: Stage): Access {
  return stage === 'labeling' ? 'member' : 'viewer';
}
