import { errorRate, predictedLabels } from '../metrics/classification';
import { gatherRows } from '../numeric/matrix';
import type { SoftmaxData, TensorEngine } from '../surrogates/tensor-engine';
import type { StudyData } from './study-data';

/** The named rows of the pool with their labels, to be trained on. Weights that are all 1 are left out. O(rows × d). */
export function labeledRows(data: StudyData, rows: Int32Array, weights: Float64Array | null): SoftmaxData {
  return {
    features: gatherRows(data.pool, rows),
    labels: Int32Array.from(rows, (row) => data.labels[row] as number),
    weights: weights?.some((weight) => weight !== 1) ? Float32Array.from(weights) : null,
    classes: data.classes,
  };
}

/** Share of wrong predictions on the test split. One pass over it. */
export async function measureTestError(
  engine: TensorEngine,
  data: StudyData,
  parameters: Float64Array,
): Promise<number> {
  const request = { features: data.test, parameters, classes: data.classes, scores: [] };
  const { probabilities } = await engine.score(request);
  return errorRate(predictedLabels(probabilities), data.testLabels);
}
