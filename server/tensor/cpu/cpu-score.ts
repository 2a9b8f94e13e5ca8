import { rowOf } from '@/lib/numeric/matrix';
import type { ScoreRequest, ScoreResult } from '@/lib/surrogates/tensor-engine';
import { checkScoreRequest } from '../check-request';
import { createScoreColumns } from '../row-scores';
import { rowLogits, softmaxInPlace } from './row-softmax';

/** ‖[h; 1]‖₂ */
function normWithBias(row: Float32Array): number {
  let sum = 1;
  for (const value of row) sum += value * value;
  return Math.sqrt(sum);
}

/** Probabilities and scores, row after row in float64. */
export function scoreOnCpu(request: ScoreRequest): ScoreResult {
  checkScoreRequest(request);
  const { features, parameters, classes } = request;
  const probabilities = new Float32Array(features.rows * classes);
  const columns = createScoreColumns(request.scores, features.rows);
  const rowProbabilities = new Float64Array(classes);
  for (let index = 0; index < features.rows; index++) {
    const row = rowOf(features, index);
    rowLogits(row, parameters, rowProbabilities);
    softmaxInPlace(rowProbabilities);
    probabilities.set(rowProbabilities, index * classes);
    columns.write(index, rowProbabilities, normWithBias(row));
  }
  return {
    probabilities: { data: probabilities, rows: features.rows, columns: classes },
    scores: columns.scores,
  };
}
