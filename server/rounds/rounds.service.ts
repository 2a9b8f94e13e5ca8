import type { ControlArm } from '@/lib/contracts/control-arm';
import type { BatchView } from '@/lib/contracts/labeling';
import type { ModelMetrics } from '@/lib/contracts/model';
import type { LivePoint, RoundView } from '@/lib/contracts/round';
import { AppError } from '@/lib/errors';
import { setupChanges } from '@/lib/rounds/setup-changes';
import { listBatches } from '../annotations/batches.service';
import type { Container } from '../container';
import { findJobErrors } from '../jobs/job-errors.repository';
import { countRoundWork } from './round-work.repository';
import type { RoundRow } from './rounds.repository';
import { findFirstMetrics, listRounds, setupOf } from './rounds.repository';

/** Whoever answered within this time is at work. */
const AT_WORK_MINUTES = 15;

/** In order of number. */
export async function list(container: Container, projectId: string): Promise<RoundView[]> {
  const rounds = await listRounds(container.db, projectId);
  const batches = new Map((await listBatches(container, projectId)).map((batch) => [batch.id, batch]));
  const since = new Date(Date.now() - AT_WORK_MINUTES * 60_000);
  const work = await countRoundWork(container.db, { projectId, since });
  const errors = await findJobErrors(
    container.db,
    rounds.map(({ jobId }) => jobId),
  );
  const changes = changesByRound(rounds);
  return rounds.map((round) => {
    const { id, number, state, jobId, labelCount, createdAt, measuredAt } = round;
    const batch = batches.get(round.batchId);
    if (!batch) throw new AppError('internal', `Round ${number} has no batch.`);
    const { annotators, answers, answersWithGuess } = work.get(round.batchId) ?? NO_WORK;
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
      setup: setupOf(round),
      changes: changes.get(number) ?? [],
      control: round.control as ControlArm | null,
      annotators,
      secondsLeft: batch.secondsLeft === null ? null : batch.secondsLeft / Math.max(1, annotators),
      answers,
      answersWithGuess,
      error: errors.get(jobId ?? '') ?? null,
      createdAt,
      measuredAt,
    };
  });
}

const NO_WORK = { annotators: 0, answers: 0, answersWithGuess: 0 };

/** Test error against labels: the model that the first round started from, then each measured round. */
export async function curve(container: Container, projectId: string): Promise<LivePoint[]> {
  const rounds = await listRounds(container.db, projectId);
  const changes = changesByRound(rounds);
  const points = rounds.map((round) => {
    const scheme = round.batch.selection?.scheme ?? null;
    return toPoint(metricsOf(round), {
      round: round.number,
      scheme,
      changes: changes.get(round.number) ?? [],
    });
  });
  const start = toPoint(await startingMetrics(container, rounds[0]), { round: 0, scheme: null, changes: [] });
  return [start, ...points].filter((point) => point !== null);
}

/** What each round does otherwise than the last one before it that was not abandoned. */
function changesByRound(rounds: readonly RoundRow[]): ReadonlyMap<number, readonly string[]> {
  const changes = new Map<number, readonly string[]>();
  let before: RoundRow | null = null;
  for (const round of rounds) {
    changes.set(round.number, setupChanges(before && setupOf(before), setupOf(round)));
    if (!round.batch.abandonedAt) before = round;
  }
  return changes;
}

function stepOf({ state, jobId, batch: { pausedAt, abandonedAt } }: RoundRow, batch: BatchView) {
  if (state === 'done') return 'measured';
  if (abandonedAt) return 'abandoned';
  if (state === 'failed') return 'failed';
  if (jobId && state !== 'cancelled') return 'retraining';
  if (batch.open === 0) return 'ready';
  return pausedAt ? 'paused' : 'labeling';
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
function toPoint(
  metrics: ModelMetrics | null,
  of: Pick<LivePoint, 'round' | 'scheme' | 'changes'>,
): LivePoint | null {
  if (!metrics?.test) return null;
  const { trainingLabels: labels, test, testSet = null } = metrics;
  const { mean, low, high } = test.error;
  return { ...of, labels, error: mean, low, high, testSet, testExamples: test.examples };
}
