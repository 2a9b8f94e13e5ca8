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
