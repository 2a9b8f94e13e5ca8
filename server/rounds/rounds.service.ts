import type { BatchView, LivePoint, RoundView } from '@/lib/contracts/labeling';
import type { ModelMetrics } from '@/lib/contracts/model';
import { AppError } from '@/lib/errors';
import { listBatches } from '../annotations/batches.service';
import type { Container } from '../container';
import { findJobErrors } from '../jobs/job-errors.repository';
import type { RoundRow } from './rounds.repository';
import { findFirstMetrics, listRounds } from './rounds.repository';

/** In order of number. */
export async function list(container: Container, projectId: string): Promise<RoundView[]> {
  const rounds = await listRounds(container.db, projectId);
  const batches = new Map((await listBatches(container, projectId)).map((batch) => [batch.id, batch]));
  const errors = await findJobErrors(
    container.db,
    rounds.map(({ jobId }) => jobId),
  );
  return rounds.map((round) => {
    const { id, number, state, jobId, labelCount, createdAt, measuredAt } = round;
    const batch = batches.get(round.batchId);
    if (!batch) throw new AppError('internal', `Round ${number} has no batch.`);
    return {
      id,
      number,
      batch,
      scheme: round.batch.selection?.scheme ?? null,
      scoreName: round.batch.selection?.scoreSet?.name ?? null,
      step: stepOf(round, batch),
      state,
      jobId,
      labelCount,
      metrics: metricsOf(round),
      error: errors.get(jobId ?? '') ?? null,
      createdAt,
      measuredAt,
    };
  });
}

/** Test error against labels: the model that the first round started from, then each measured round. */
export async function curve(container: Container, projectId: string): Promise<LivePoint[]> {
  const rounds = await listRounds(container.db, projectId);
  const points = rounds.map((round) =>
    toPoint(round.number, metricsOf(round), round.batch.selection?.scheme ?? null),
  );
  const start = toPoint(0, await startingMetrics(container, rounds[0]), null);
  return [start, ...points].filter((point) => point !== null);
}

function stepOf({ state, jobId }: RoundRow, batch: BatchView): RoundView['step'] {
  if (state === 'done') return 'measured';
  if (state === 'failed') return 'failed';
  if (jobId && state !== 'cancelled') return 'retraining';
  return batch.open > 0 ? 'labeling' : 'ready';
}

/** Of the surrogate that chose the first batch, or where that was chosen without a score, of the first one trained. */
async function startingMetrics(
  container: Container,
  first: RoundRow | undefined,
): Promise<ModelMetrics | null> {
  if (!first) return null;
  const { scoreSet, surrogate = scoreSet?.surrogate } = first.batch.selection ?? {};
  if (surrogate) return surrogate.metrics as ModelMetrics | null;
  const { projectId, featureSetId, createdAt } = first;
  return findFirstMetrics(container.db, { projectId, featureSetId, before: createdAt });
}

function metricsOf({ metrics }: RoundRow): ModelMetrics | null {
  return metrics as ModelMetrics | null;
}

/** Null where nothing was measured. */
function toPoint(round: number, metrics: ModelMetrics | null, scheme: string | null): LivePoint | null {
  if (!metrics?.test) return null;
  const { mean, low, high } = metrics.test.error;
  return { round, labels: metrics.trainingLabels, error: mean, low, high, scheme };
}
