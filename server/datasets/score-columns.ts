import { predictedLabels } from '@/lib/metrics/classification';
import type { MatrixStore } from '../storage/matrix-store';
import { sortRowsByValue } from './sort-rows';

/** Every row under one score; some 8 bytes a row. */
export interface ScoreColumns {
  readonly rows: number;
  /** NaN where there is none */
  readonly scores: Float32Array;
  /** rows with a score, by ascending score */
  readonly ascending: Int32Array;
  /** rows without one, by row */
  readonly unscored: Int32Array;
}

/** Every row under one surrogate; 8 bytes a row. */
export interface PredictionColumns {
  readonly rows: number;
  readonly classes: number;
  readonly predicted: Int32Array;
  /** the predicted class's probability */
  readonly confidence: Float32Array;
}

export async function readScoreColumns(matrices: MatrixStore, scoresBlob: string): Promise<ScoreColumns> {
  const { data: scores, rows } = await matrices.read(scoresBlob);
  const ascending = sortRowsByValue(scores);
  const unscored = new Int32Array(rows - ascending.length);
  let count = 0;
  for (let row = 0; row < rows; row++) if (!Number.isFinite(scores[row])) unscored[count++] = row;
  return { rows, scores, ascending, unscored };
}

export async function readPredictionColumns(
  matrices: MatrixStore,
  probabilitiesBlob: string,
): Promise<PredictionColumns> {
  const { rows, columns: classes } = await matrices.manifest(probabilitiesBlob);
  const predicted = new Int32Array(rows);
  const confidence = new Float32Array(rows);
  let firstRow = 0;
  for await (const { data, ...shape } of matrices.shards(probabilitiesBlob)) {
    const labels = predictedLabels({ data, ...shape });
    predicted.set(labels, firstRow);
    for (let row = 0; row < labels.length; row++) {
      confidence[firstRow + row] = data[row * classes + (labels[row] as number)] as number;
    }
    firstRow += labels.length;
  }
  return { rows, classes, predicted, confidence };
}
