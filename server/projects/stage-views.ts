import type { StageView } from '@/lib/contracts/project';
import type { StageCounts, StateCounts } from './stages.repository';

type State = StageView['state'];

const counted = (count: number, one: string, many = `${one}s`) =>
  `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`;

/** The left rail: how far each stage is, and a few words about it. */
export function stageViews(exampleCount: number, counts: StageCounts): StageView[] {
  const { batchItems, featureSets, surrogates, scoreSets, studies, rounds } = counts;
  const has = (states: StateCounts) => (states.done ?? 0) > 0;
  const answered = batchItems.total - batchItems.open;
  return [
    {
      stage: 'pool',
      state: workState(counts.ingests, true),
      detail: exampleCount ? counted(exampleCount, 'example') : '',
    },
    {
      stage: 'features',
      state: workState(featureSets, exampleCount > 0),
      detail: doneDetail(featureSets, 'feature set'),
    },
    {
      stage: 'surrogate',
      state: workState(surrogates, has(featureSets)),
      detail: doneDetail(surrogates, 'surrogate'),
    },
    { stage: 'scores', state: workState(scoreSets, has(surrogates)), detail: doneDetail(scoreSets, 'score') },
    {
      stage: 'selection',
      state: counts.selections > 0 ? 'done' : has(scoreSets) ? 'ready' : 'waiting',
      detail: counts.selections ? counted(counts.selections, 'selection') : '',
    },
    {
      stage: 'labeling',
      state: labelingState(batchItems, exampleCount),
      detail: batchItems.total
        ? `${answered.toLocaleString('en-US')} of ${batchItems.total.toLocaleString('en-US')} labeled`
        : '',
    },
    {
      stage: 'rounds',
      state: roundsState(rounds, counts.roundsToRetrain),
      detail: doneDetail(rounds, 'round'),
    },
    {
      stage: 'report',
      state: workState(studies, has(featureSets)),
      detail: doneDetail(studies, 'study', 'studies'),
    },
    {
      stage: 'analysis',
      state: workState(counts.analyses, has(featureSets)),
      detail: doneDetail(counts.analyses, 'analysis', 'analyses'),
    },
    { stage: 'plan', state: has(studies) ? 'ready' : 'waiting', detail: '' },
  ];
}

function workState(states: StateCounts, possible: boolean): State {
  if ((states.running ?? 0) + (states.queued ?? 0) > 0) return 'running';
  if (states.done) return 'done';
  if (states.failed) return 'failed';
  return possible ? 'ready' : 'waiting';
}

function doneDetail(states: StateCounts, one: string, many?: string): string {
  return states.done ? counted(states.done, one, many) : '';
}

function labelingState(items: StageCounts['batchItems'], exampleCount: number): State {
  if (items.total === 0) return exampleCount > 0 ? 'ready' : 'waiting';
  return items.open === 0 ? 'done' : 'running';
}

/** A round waits in the state `queued` while people label its batch; that is not work of ours. */
function roundsState(rounds: StateCounts, toRetrain: number): State {
  if (rounds.running) return 'running';
  if (toRetrain > 0) return 'ready';
  if (rounds.done) return 'done';
  return rounds.failed ? 'failed' : 'waiting';
}
