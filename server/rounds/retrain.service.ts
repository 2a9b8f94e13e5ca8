import { AppError } from '@/lib/errors';
import { viewBatch } from '../annotations/batches.service';
import type { Container } from '../container';
import type { DatabaseClient } from '../db/client';
import { readChosen } from '../selections/chosen-file.service';
import { hasHiddenLayers } from '../surrogates/surrogate-configuration';
import { discardPrepared, prepareSurrogate, registerSurrogate } from '../surrogates/surrogates.service';
import { markSurrogate } from '../surrogates/surrogates.repository';
import { listControlRows } from './control-arm.repository';
import { retrainJob } from './retrain.job';
import type { RoundRow } from './rounds.repository';
import { findFinalModel, findRound, lockRound, markRound } from './rounds.repository';

/** Folds of the cross-validation are drawn with it; fixed, so that rounds differ by their labels only. */
const RETRAINING_SEED = 1;

/**
 * Trains the round's final model (the project's choice, by default softmax regression), from its start, on all labels that people gave so far and the seed labels, with the ridge by
 * cross-validation, and measures it on the test split. It is also a surrogate, “Round n”, with scores for the next round.
 *
 * Where the round's selection asked for inverse-probability weighting, the examples that it chose have its weights and
 * all others weight 1: those of the control arm, which were drawn uniformly, and those of earlier rounds.
 *
 * Some answers may be missing: the round is trained on what there is. Asked again while it trains, the same job.
 *
 * @param noteBegun in the transaction in which it begins
 * @throws AppError `conflict` for a measured round, or one without any label
 */
export async function retrain(
  container: Container,
  input: { projectId: string; roundId: string },
  noteBegun?: (tx: DatabaseClient, begun: { roundId: string; jobId: string }) => Promise<void>,
): Promise<{ jobId: string }> {
  const { projectId, roundId } = input;
  const round = await findRound(container.db, projectId, roundId);
  if (!round) throw new AppError('not-found', 'There is no such round in this project.');
  const startedJobId = jobUnderWay(round, round);
  if (startedJobId) return { jobId: startedJobId };
  await requireLabels(container, round);
  const model = await findFinalModel(container.db, projectId);
  const prepared = await prepareSurrogate(
    container,
    {
      projectId,
      featureSetId: round.featureSetId,
      name: `Round ${round.number}`,
      model,
      ridge: 'cv',
      seed: RETRAINING_SEED,
    },
    await weightsOf(container, round),
  );
  const started = await container.db.$transaction(async (tx) => {
    const earlierJobId = jobUnderWay(round, await lockRound(tx, roundId));
    if (earlierJobId) return { jobId: earlierJobId };
    const { surrogateId, jobId: trainingJobId } = await registerSurrogate(tx, prepared);
    const jobId = await container.jobs.enqueue(retrainJob, {
      projectId,
      payload: { roundId, surrogateId },
      wantsGpu: hasHiddenLayers(model.name),
      tx,
    });
    if (!trainingJobId) await markSurrogate(tx, surrogateId, { state: 'queued', jobId });
    await markRound(tx, roundId, { state: 'queued', jobId });
    await noteBegun?.(tx, { roundId, jobId });
    return { jobId, surrogateId };
  });
  if (started.surrogateId !== prepared.id) await discardPrepared(container, prepared);
  return { jobId: started.jobId };
}

/** Null where the round can be retrained. @throws AppError `conflict` where it is measured or abandoned */
function jobUnderWay(
  { number, batch }: RoundRow,
  { state, jobId }: Pick<RoundRow, 'state' | 'jobId'>,
): string | null {
  if (batch.abandonedAt) {
    throw new AppError('conflict', `Round ${number} was abandoned.`, 'Its labels train the next round.');
  }
  if (state !== 'done') return state === 'queued' || state === 'running' ? jobId : null;
  throw new AppError(
    'conflict',
    `Round ${number} is measured already.`,
    'Send a new selection to labeling: that begins the next round.',
  );
}

async function requireLabels(container: Container, { projectId, batchId, number }: RoundRow): Promise<void> {
  const { labeled } = await viewBatch(container.db, { projectId, batchId });
  if (labeled > 0) return;
  throw new AppError('conflict', `Nothing of round ${number} is labeled yet.`, 'Label its batch first.');
}

/** Undefined where all weigh the same. */
async function weightsOf(
  container: Container,
  { batch, batchId }: RoundRow,
): Promise<((row: number) => number) | undefined> {
  if (!batch.selection) return undefined;
  const { rows, weights } = await readChosen(container, batch.selection.chosenBlob);
  if (weights.every((weight) => weight === 1)) return undefined;
  const byRow = new Map(Array.from(rows, (row, index) => [row, weights[index] as number]));
  // the control arm was drawn uniformly
  for (const row of await listControlRows(container.db, batchId)) byRow.delete(row);
  return (row) => byRow.get(row) ?? 1;
}
