import { predictedLabels } from '@/lib/metrics/classification';
import type { MatrixStore } from '../storage/matrix-store';
import { sortRowsByValue } from './sort-rows';

/** What the pool browser knows of each row under one score; some 16 bytes a row. */
export interface ScoreColumns {
  readonly rows: number;
  /** NaN where there is none */
  readonly scores: Float32Array;
  readonly predicted: Int32Array;
  /** the predicted class's probability */
  readonly confidence: Float32Array;
  /** rows with a score, by ascending score */
  readonly ascending: Int32Array;
  /** rows without one, by row */
  readonly unscored: Int32Array;
}

export async function readScoreColumns(
  matrices: MatrixStore,
  blobs: { scores: string; probabilities: string },
): Promise<ScoreColumns> {
  const { data: scores, rows } = await matrices.read(blobs.scores);
  const predicted = new Int32Array(rows);
  const confidence = new Float32Array(rows);
  let firstRow = 0;
  for await (const probabilities of matrices.shards(blobs.probabilities)) {
    const labels = predictedLabels(probabilities);
    predicted.set(labels, firstRow);
    labels.forEach((label, row) => {
      confidence[firstRow + row] = probabilities.data[row * probabilities.columns + label] as number;
    });
    firstRow += probabilities.rows;
  }
  const unscored = Int32Array.from(scores.keys()).filter((row) => !Number.isFinite(scores[row]));
  return { rows, scores, predicted, confidence, ascending: sortRowsByValue(scores), unscored };
}
