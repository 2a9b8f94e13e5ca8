import { predictedLabels } from '@/lib/metrics/classification';
import { createRandom } from '@/lib/numeric/random';
import { predictionKappa } from '@/lib/planning/stopping/prediction-kappa';
import type { SuccessiveAgreement } from '@/lib/planning/stopping/agreement';
import type { SuccessiveChange } from '@/lib/planning/stopping/no-gain';
import { listUnlabeledRows } from '../annotations/unlabeled-rows.service';
import type { Container } from '../container';
import { listTestLabels } from '../surrogates/labels.repository';
import { listRoundModels } from './successive-models.repository';

/** Unlabeled examples that successive models are compared on. */
const STOP_SET = 2000;
/** Three pairs. */
const MODELS = 4;
const STOP_SET_SEED = 1;

export interface SuccessiveModels {
  readonly agreements: readonly SuccessiveAgreement[];
  readonly changes: readonly SuccessiveChange[];
}

/**
 * The newest four rounds' models, each held against the one before: on the same 2,000 unlabeled examples of the pool (drawn
 * at random, for all models alike) and on the test examples. Only these rows of the probabilities are read.
 */
export async function compareSuccessiveModels(
  container: Container,
  projectId: string,
): Promise<SuccessiveModels> {
  const { db, matrices } = container;
  const models = await listRoundModels(db, { projectId, limit: MODELS });
  if (models.length < 2) return { agreements: [], changes: [] };
  const manifests = await Promise.all(
    models.map(({ probabilitiesBlob }) => matrices.manifest(probabilitiesBlob)),
  );
  const rowLimit = Math.min(...manifests.map(({ rows }) => rows));
  const unlabeled = (await listUnlabeledRows(container, { projectId, split: 'pool' })).filter(
    (row) => row < rowLimit,
  );
  const drawn = createRandom(STOP_SET_SEED, 'stop set').sample(
    unlabeled.length,
    Math.min(STOP_SET, unlabeled.length),
  );
  const stopSet = Array.from(drawn, (index) => unlabeled[index] as number).sort(
    (left, right) => left - right,
  );
  const test = await listTestLabels(db, { projectId, rowLimit });
  const testRows = test.map(({ row }) => row);
  const predicted: Predicted[] = [];
  for (const { number, probabilitiesBlob } of models) {
    predicted.push({
      number,
      pool: predictedLabels(await matrices.readRows(probabilitiesBlob, stopSet)),
      test: predictedLabels(await matrices.readRows(probabilitiesBlob, testRows)),
    });
  }
  const pairs = predicted.slice(1).map((now, index) => ({ now, before: predicted[index] as Predicted }));
  return {
    agreements: pairs.flatMap(({ now, before }) => {
      const kappa = predictionKappa(before.pool, now.pool);
      return kappa === null ? [] : [{ round: now.number, kappa, examples: stopSet.length }];
    }),
    changes: test.length === 0 ? [] : pairs.map(({ now, before }) => changeOf(now, before, test)),
  };
}

interface Predicted {
  readonly number: number;
  readonly pool: ArrayLike<number>;
  readonly test: ArrayLike<number>;
}

function changeOf(now: Predicted, before: Predicted, test: readonly { label: number }[]): SuccessiveChange {
  let [onlyBefore, onlyNow] = [0, 0];
  test.forEach(({ label }, index) => {
    const [wasRight, isRight] = [before.test[index] === label, now.test[index] === label];
    if (wasRight && !isRight) onlyBefore++;
    if (isRight && !wasRight) onlyNow++;
  });
  return { round: now.number, onlyBefore, onlyNow };
}
