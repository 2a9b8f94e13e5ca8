import { AppError } from '@/lib/errors';
import type { Matrix } from '@/lib/numeric/matrix';
import type { ScoreDefinition } from '@/lib/scores/score';
import type { FusedScore, TensorEngine } from '@/lib/surrogates/tensor-engine';
import type { MatrixStore } from '../storage/matrix-store';

export interface ScoredShard {
  readonly firstRow: number;
  /** rows × K */
  readonly probabilities: Matrix;
  /** one array for each definition, in their order */
  readonly scores: readonly Float32Array[];
}

/**
 * One pass over a feature matrix, shard by shard: probabilities, and scores computed where the shard is. Memory is bounded
 * by one shard and its results.
 *
 * @param input.knownLabels class of each row, −1 where it is not known; a score that needs labels is NaN there
 */
export async function* scorePass(
  engine: TensorEngine,
  matrices: MatrixStore,
  input: {
    featuresBlob: string;
    parameters: Float64Array;
    classes: number;
    definitions: readonly ScoreDefinition[];
    knownLabels?: Int32Array;
    signal: AbortSignal;
  },
): AsyncGenerator<ScoredShard> {
  const { parameters, classes, definitions, knownLabels, signal } = input;
  const fused = definitions
    .map(({ fused }) => fused)
    .filter((name): name is FusedScore => name !== undefined);
  let firstRow = 0;
  for await (const features of matrices.shards(input.featuresBlob)) {
    if (signal.aborted) throw new AppError('cancelled', 'The work was stopped.');
    const result = await engine.score({ features, parameters, classes, scores: fused });
    const labels = knownLabels?.subarray(firstRow, firstRow + features.rows);
    yield {
      firstRow,
      probabilities: result.probabilities,
      scores: definitions.map(
        (definition) =>
          (definition.fused && result.scores[definition.fused]) ??
          computeScore(definition, result.probabilities, features, labels),
      ),
    };
    firstRow += features.rows;
  }
}

function computeScore(
  definition: ScoreDefinition,
  probabilities: Matrix,
  features: Matrix,
  labels: Int32Array | undefined,
): Float32Array {
  if (!definition.needs.includes('labels')) return definition.compute({ probabilities, features });
  // a class that was added after the surrogate was trained is unknown to it
  const isKnown = (label: number) => label >= 0 && label < probabilities.columns;
  const given = labels ?? new Int32Array(features.rows).fill(-1);
  const scores = definition.compute({
    probabilities,
    features,
    labels: given.map((label) => (isKnown(label) ? label : 0)),
  });
  return scores.map((score, row) => (isKnown(given[row] as number) ? score : NaN));
}
