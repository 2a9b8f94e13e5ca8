import type { ControlArm, ControlError } from '@/lib/contracts/control-arm';
import type { RoundSetup } from '@/lib/contracts/round';
import { AppError } from '@/lib/errors';
import { predictedLabels } from '@/lib/metrics/classification';
import { wilsonInterval } from '@/lib/metrics/intervals';
import type { Container } from '../container';
import type { JobContext } from '../jobs/job';
import { findTrainingInputs } from '../surrogates/surrogates.repository';
import { decodeTrainingSet } from '../surrogates/training-set.service';
import { compareArms } from './compare-arms.service';
import { findProbabilities, listRoundBatches, type RoundBatch } from './control-arm.repository';

/** Label and weight of each example that a model was trained on. */
export type TrainingLabels = ReadonlyMap<number, { readonly label: number; readonly weight: number }>;

/**
 * What the control arm tells when a round is measured. It reads the labels that the round's model was trained on, which
 * were frozen when the retraining began: a job that was killed and goes on finds the same, whatever was answered since.
 */
export async function measureControl(
  container: Container,
  input: {
    readonly round: { readonly id: string; readonly projectId: string; readonly number: number };
    readonly setup: RoundSetup | null;
    readonly surrogateId: string;
    readonly context: JobContext;
  },
): Promise<ControlArm> {
  const { round, setup, surrogateId, context } = input;
  const trained = await findTrainingInputs(container.db, surrogateId);
  if (!trained?.trainingBlob) throw new AppError('internal', 'The model of a round has no training set.');
  const training = decodeTrainingSet(await container.matrices.read(trained.trainingBlob));
  const labels: TrainingLabels = new Map(
    Array.from(training.rows, (row, index) => [
      row,
      { label: training.labels[index] as number, weight: training.weights?.[index] ?? 1 },
    ]),
  );
  const rounds = await listRoundBatches(container.db, { projectId: round.projectId, upTo: round.number });
  const own = rounds.find(({ roundId }) => roundId === round.id);
  return {
    before: setup && own ? await errorBefore(container, { setup, own, labels }) : null,
    ...(await compareArms(container, { trained, rounds, labels, context })),
  };
}

/** Null where no model stood, or no random example has a label. */
async function errorBefore(
  { db, matrices }: Container,
  { setup, own, labels }: { setup: RoundSetup; own: RoundBatch; labels: TrainingLabels },
): Promise<ControlError | null> {
  const { modelBefore: surrogateId, pool } = setup;
  const blob = surrogateId ? await findProbabilities(db, surrogateId) : null;
  if (!surrogateId || !blob) return null;
  // nothing is predicted of examples that were added after the model was made
  const known = (await matrices.manifest(blob)).rows;
  const drawn = own.items.filter(({ arm, row }) => arm !== 'chosen' && row < known);
  const labeled = drawn.flatMap(({ row }) => {
    const found = labels.get(row);
    return found ? [{ row, label: found.label }] : [];
  });
  if (labeled.length === 0) return null;
  const rows = Int32Array.from(labeled, ({ row }) => row);
  const predicted = predictedLabels(await matrices.readRows(blob, rows));
  const wrong = labeled.filter(({ label }, index) => predicted[index] !== label).length;
  return {
    surrogateId,
    pool,
    drawn: drawn.length,
    labeled: labeled.length,
    wrong,
    error: wilsonInterval(wrong, labeled.length),
  };
}
