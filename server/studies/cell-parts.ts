import { availableParallelism } from 'node:os';
import { z } from 'zod';
import { AppError } from '@/lib/errors';
import type { CellResult } from '@/lib/studies/cell-result';
import type { StudyShares } from '@/lib/studies/study-shares';
import type { Container } from '../container';
import { definePart, type PartContext } from '../jobs/parts/part';
import { findCells, keepCell } from './studies.repository';

const payloadSchema = z.object({
  studyId: z.string(),
  step: z.enum(['first', 'second']),
  /** which share of this step */
  number: z.number(),
});

/** Some cells of a study, one after the other. What an earlier attempt finished of them is not run again. */
export const runCellsPart = definePart({
  kind: 'run-cells',
  payload: payloadSchema,
  /** how many cells */
  result: z.number(),
  patient: true,
  dependsOnEngine: () => true,
  // a thread a core, or one GPU: as the runner of cells has it
  seats: async (container) => ((await container.engine()).info.device === 'gpu' ? 1 : availableParallelism()),
  run: runShare,
  closeIdle: async () => (await import('./study-bench')).closeIdleBenches(),
});

export function cellPayloads(studyId: string, shares: StudyShares, step: keyof StudyShares) {
  return shares[step].map((_, number) => ({ studyId, step, number }));
}

async function runShare(
  container: Container,
  { studyId, step, number }: z.infer<typeof payloadSchema>,
  { signal, keep }: PartContext,
): Promise<number> {
  // worker threads are for workers alone: whoever only lists parts does not load them
  const [{ withStudyBench }, { runCells }] = await Promise.all([
    import('./study-bench'),
    import('./run-cells'),
  ]);
  return withStudyBench(container, studyId, async ({ study, shares, scoredPools }) => {
    const share = shares[step][number];
    if (!share) throw new AppError('internal', `The study has no share ${step}/${number}.`);
    const { surrogateTasks, pointTasks } = share.plan;
    const keys = [...surrogateTasks, ...pointTasks].map(({ key }) => study.scope + key);
    const world = {
      signal,
      scoredPools,
      finishedCells: await findCells(container.db, studyId, keys),
      onCell: (key: string, result: CellResult) => keep((tx) => keepCell(tx, studyId, key, result)),
    };
    await runCells(study, world, { plan: share.plan, atOnce: 1 });
    return share.keys.length;
  });
}
