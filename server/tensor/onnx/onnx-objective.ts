import { Tensor } from 'onnxruntime-node';
import type { InferenceSession } from 'onnxruntime-node';
import type { Precision, SoftmaxData, SoftmaxObjective } from '@/lib/surrogates/tensor-engine';
import { checkParameters, checkSoftmaxData, sumWeights } from '../check-request';
import { cacheBlocks, columnTensor, featureTensor, labelTensor, parameterTensors } from './block-tensors';

/** Loss and gradient block after block: in the given precision within a block, float64 across blocks. */
export function createOnnxObjective(
  session: InferenceSession,
  data: SoftmaxData,
  precision: Precision,
): SoftmaxObjective {
  checkSoftmaxData(data);
  const { features, labels, weights, classes } = data;
  const { columns } = features;
  const rowWeights = weights ?? new Float32Array(features.rows).fill(1);
  const weightSum = sumWeights(features.rows, weights);
  const parameterCount = (columns + 1) * classes;
  const values = (count: number) =>
    precision === 'double' ? new Float64Array(count) : new Float32Array(count);
  let blocks = cacheBlocks(features).map((block) => ({
    block,
    feeds: {
      features: featureTensor(features, block),
      labels: labelTensor(labels, block),
      rowWeights: columnTensor(rowWeights, block),
    },
  }));

  async function evaluate(parameters: Float64Array): Promise<{ loss: number; gradient: Float64Array }> {
    checkParameters(parameters, columns, classes);
    const model = parameterTensors(parameters, columns, classes, precision);
    const weightGradient = values(classes * columns);
    const biasGradient = values(classes);
    const sums = new Float64Array(parameterCount);
    let logLikelihood = 0;
    for (const { block, feeds } of blocks) {
      const logLikelihoods = values(block.rows);
      await session.run(
        { ...feeds, ...model },
        {
          logLikelihoods: tensor(logLikelihoods, [block.rows]),
          weightGradient: tensor(weightGradient, [classes, columns]),
          biasGradient: tensor(biasGradient, [classes]),
        },
      );
      for (let row = 0; row < block.rows; row++) {
        logLikelihood += (rowWeights[block.from + row] as number) * (logLikelihoods[row] as number);
      }
      for (let index = 0; index < weightGradient.length; index++) {
        (sums[index] as number) += weightGradient[index] as number;
      }
      for (let k = 0; k < classes; k++) (sums[columns * classes + k] as number) += biasGradient[k] as number;
    }
    return {
      loss: -logLikelihood / weightSum,
      gradient: toParameterOrder(sums, columns, classes, weightSum),
    };
  }

  return {
    parameterCount,
    evaluate,
    dispose() {
      blocks = [];
    },
  };
}

function tensor(values: Float32Array | Float64Array, shape: readonly number[]): Tensor {
  return values instanceof Float64Array
    ? new Tensor('float64', values, shape)
    : new Tensor('float32', values, shape);
}

/** Class-major sums (K × d, then K) as the mean gradient in the order of the parameters. */
function toParameterOrder(
  sums: Float64Array,
  columns: number,
  classes: number,
  weightSum: number,
): Float64Array {
  const gradient = new Float64Array(sums.length);
  for (let k = 0; k < classes; k++) {
    for (let column = 0; column < columns; column++) {
      gradient[column * classes + k] = (sums[k * columns + column] as number) / weightSum;
    }
    gradient[columns * classes + k] = (sums[columns * classes + k] as number) / weightSum;
  }
  return gradient;
}
