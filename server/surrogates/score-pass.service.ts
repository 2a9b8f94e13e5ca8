import { AppError } from '@/lib/errors';
import { gatherRows, type Matrix } from '@/lib/numeric/matrix';
import type { Score, ScoreRun } from '@/lib/scores/score';
import type { FusedScore, TensorEngine } from '@/lib/surrogates/tensor-engine';
import type { MatrixStore } from '../storage/matrix-store';

/** A score and the run that computes it over this pool. */
export interface StartedScore {
  readonly score: Score;
  readonly run: ScoreRun;
}

interface PassInput {
  readonly featuresBlob: string;
  readonly parameters: Float64Array;
  readonly classes: number;
  readonly scores: readonly StartedScore[];
  /** ridge that the surrogate was fitted with */
  readonly ridge?: number;
  /** class of each row, −1 where it is not known; a score that needs labels is NaN there */
  readonly knownLabels?: Int32Array;
  readonly signal: AbortSignal;
}

export interface ScoredShard {
  readonly firstRow: number;
  /** rows × K */
  readonly probabilities: Matrix;
  /** one array for each score, in their order; values that a run's `finish` makes over are not yet */
  readonly scores: readonly Float32Array[];
}

/**
 * One pass over a feature matrix, shard by shard: probabilities, and scores computed where the shard is. Memory is bounded
 * by one shard and its results.
 */
export async function* scorePass(
  engine: TensorEngine,
  matrices: MatrixStore,
  input: PassInput,
): AsyncGenerator<ScoredShard> {
  const { parameters, classes, scores, ridge, knownLabels, signal } = input;
  const fused = scores
    .map(({ score }) => score.fused)
    .filter((name): name is FusedScore => name !== undefined);
  let firstRow = 0;
  for await (const features of matrices.shards(input.featuresBlob)) {
    requireNotStopped(signal);
    const result = await engine.score({ features, parameters, classes, scores: fused });
    const { probabilities } = result;
    const labels = knownLabels?.subarray(firstRow, firstRow + features.rows);
    yield {
      firstRow,
      probabilities,
      scores: scores.map(
        ({ score, run }) =>
          (score.fused && result.scores[score.fused]) ??
          (score.needs.includes('labels')
            ? computeWhereLabeled(run, { probabilities, features, ridge }, labels)
            : run.compute({ probabilities, features, ridge })),
      ),
    };
    firstRow += features.rows;
  }
}

/**
 * The pass before it, for scores that must see the whole pool first; none where there is no such score.
 *
 * @param poolRows ascending; what is not in the pool (test examples, say) does not count
 */
export async function surveyPass(
  engine: TensorEngine,
  matrices: MatrixStore,
  input: PassInput & { readonly poolRows: Int32Array },
): Promise<void> {
  const { parameters, classes, scores, ridge, poolRows, signal } = input;
  const surveys = scores.flatMap(({ run }) => run.survey ?? []);
  if (surveys.length === 0) return;
  let firstRow = 0;
  let next = 0;
  for await (const shard of matrices.shards(input.featuresBlob)) {
    requireNotStopped(signal);
    const end = firstRow + shard.rows;
    const inShard: number[] = [];
    for (; next < poolRows.length && (poolRows[next] as number) < end; next++) {
      inShard.push((poolRows[next] as number) - firstRow);
    }
    firstRow = end;
    if (inShard.length === 0) continue;
    const features = gatherRows(shard, inShard);
    const { probabilities } = await engine.score({ features, parameters, classes, scores: [] });
    for (const survey of surveys) survey({ probabilities, features, ridge });
  }
}

function requireNotStopped(signal: AbortSignal): void {
  if (signal.aborted) throw new AppError('cancelled', 'The work was stopped.');
}

function computeWhereLabeled(
  run: ScoreRun,
  shard: { probabilities: Matrix; features: Matrix; ridge: number | undefined },
  labels: Int32Array | undefined,
): Float32Array {
  const { rows, columns } = shard.probabilities;
  // a class that was added after the surrogate was trained is unknown to it
  const isKnown = (label: number) => label >= 0 && label < columns;
  const given = labels ?? new Int32Array(rows).fill(-1);
  const scores = run.compute({ ...shard, labels: given.map((label) => (isKnown(label) ? label : 0)) });
  return scores.map((score, row) => (isKnown(given[row] as number) ? score : NaN));
}
