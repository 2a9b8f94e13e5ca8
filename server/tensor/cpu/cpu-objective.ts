import { rowOf } from '@/lib/numeric/matrix';
import type { SoftmaxData, SoftmaxObjective } from '@/lib/surrogates/tensor-engine';
import { checkParameters, checkSoftmaxData, sumWeights } from '../check-request';
import { rowLogits, softmaxInPlace } from './row-softmax';

/** Loss and gradient of softmax regression, row after row in float64. O(n·d·K) an evaluation, no copy of the data. */
export function createCpuObjective(data: SoftmaxData): SoftmaxObjective {
  checkSoftmaxData(data);
  const { features, labels, weights, classes } = data;
  const { columns } = features;
  const weightSum = sumWeights(features.rows, weights);
  const parameterCount = (columns + 1) * classes;
  const residuals = new Float64Array(classes);

  function addRow(index: number, parameters: Float64Array, gradient: Float64Array): number {
    const row = rowOf(features, index);
    const label = labels[index] as number;
    const weight = (weights ? (weights[index] as number) : 1) / weightSum;
    rowLogits(row, parameters, residuals);
    const labelLogit = residuals[label] as number;
    const logSum = softmaxInPlace(residuals);
    (residuals[label] as number) -= 1;
    for (let k = 0; k < classes; k++) (residuals[k] as number) *= weight;
    for (let column = 0; column <= columns; column++) {
      const value = column === columns ? 1 : (row[column] as number);
      if (value === 0) continue;
      const offset = column * classes;
      for (let k = 0; k < classes; k++) (gradient[offset + k] as number) += value * (residuals[k] as number);
    }
    return weight * (logSum - labelLogit);
  }

  function evaluate(parameters: Float64Array): { loss: number; gradient: Float64Array } {
    checkParameters(parameters, columns, classes);
    const gradient = new Float64Array(parameterCount);
    let loss = 0;
    for (let index = 0; index < features.rows; index++) loss += addRow(index, parameters, gradient);
    return { loss, gradient };
  }

  return {
    parameterCount,
    evaluate: (parameters) => Promise.resolve().then(() => evaluate(parameters)),
    dispose() {},
  };
}
