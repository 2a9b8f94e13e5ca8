import type { WorkState } from '@/lib/contracts/job';
import type { DatabaseClient } from '../db/client';

export type StateCounts = Readonly<Partial<Record<WorkState, number>>>;

/** How far each stage of a project is: what the left rail is drawn from. */
export interface StageCounts {
  readonly ingests: StateCounts;
  readonly featureSets: StateCounts;
  readonly surrogates: StateCounts;
  readonly scoreSets: StateCounts;
  readonly selections: number;
  readonly studies: StateCounts;
  readonly analyses: StateCounts;
  readonly rounds: StateCounts;
  /** rounds whose batch is answered and which were not retrained yet */
  readonly roundsToRetrain: number;
  readonly batchItems: { readonly total: number; readonly open: number };
}

export async function countStages(db: DatabaseClient, projectId: string): Promise<StageCounts> {
  const where = { projectId };
  const by: ['state'] = ['state'];
  const ofBatches = { batch: { projectId } };
  // open examples of an abandoned batch are in the pool again
  const givenBack = { state: 'open', batch: { abandonedAt: { not: null } } } as const;
  const [ingests, featureSets, surrogates, scoreSets, studies, analyses, rounds] = await Promise.all([
    db.ingest.groupBy({ by, where, _count: true }),
    db.featureSet.groupBy({ by, where, _count: true }),
    db.surrogate.groupBy({ by, where, _count: true }),
    db.scoreSet.groupBy({ by, where, _count: true }),
    db.study.groupBy({ by, where, _count: true }),
    db.analysis.groupBy({ by, where, _count: true }),
    db.round.groupBy({ by, where: { ...where, batch: { abandonedAt: null } }, _count: true }),
  ]);
  const [selections, total, open, roundsToRetrain] = await Promise.all([
    db.selection.count({ where }),
    db.batchItem.count({ where: { ...ofBatches, NOT: givenBack } }),
    db.batchItem.count({ where: { ...ofBatches, state: 'open', NOT: givenBack } }),
    db.round.count({
      where: {
        ...where,
        jobId: null,
        measuredAt: null,
        batch: { abandonedAt: null, items: { none: { state: 'open' } } },
      },
    }),
  ]);
  return {
    ingests: byState(ingests),
    featureSets: byState(featureSets),
    surrogates: byState(surrogates),
    scoreSets: byState(scoreSets),
    selections,
    studies: byState(studies),
    analyses: byState(analyses),
    rounds: byState(rounds),
    roundsToRetrain,
    batchItems: { total, open },
  };
}

function byState(groups: readonly { state: WorkState; _count: number }[]): StateCounts {
  return Object.fromEntries(groups.map((group) => [group.state, group._count]));
}
