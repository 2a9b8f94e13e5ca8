import { describe, expect, it } from 'vitest';
import { startingStage } from '@/components/shell/starting-stage';
import { STAGES, type StageView } from '@/lib/contracts/project';

const stages = (states: Partial<Record<StageView['stage'], StageView['state']>>): StageView[] =>
  STAGES.map((stage) => ({ stage, state: states[stage] ?? 'waiting', detail: '' }));

describe('startingStage', () => {
  it('opens the sample at its curve', () => {
    expect(startingStage({ isSample: true, role: 'lead', stages: stages({ pool: 'done' }) })).toBe('report');
  });

  it('opens at what runs, else at the last that is done, else at the pool', () => {
    expect(
      startingStage({ isSample: false, role: 'lead', stages: stages({ pool: 'done', scores: 'running' }) }),
    ).toBe('scores');
    expect(
      startingStage({ isSample: false, role: 'lead', stages: stages({ pool: 'done', features: 'done' }) }),
    ).toBe('features');
    expect(startingStage({ isSample: false, role: 'lead', stages: stages({ pool: 'ready' }) })).toBe('pool');
  });

  it('opens at labeling for annotators', () => {
    const stage = { stage: 'labeling', state: 'ready', detail: '' } as const;
    expect(startingStage({ isSample: true, role: 'annotator', stages: [stage] })).toBe('labeling');
  });
});
