import type { Stage, StageView } from '@/lib/contracts/project';

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
  { page: 'platform', title: 'Platform', detail: 'Where the team labels' },
  { page: 'api', title: 'API', detail: 'Keys and webhooks' },
] as const;

export function sidePath(projectId: string, page: (typeof SIDE_PAGES)[number]['page']): string {
  return `/projects/${projectId}/${page}`;
}
