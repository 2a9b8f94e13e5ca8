import { Tensor } from 'onnxruntime-node';
import type { InferenceSession } from 'onnxruntime-node';
import type { Matrix } from '@/lib/numeric/matrix';
import { checkMoment, sumWeights } from '../check-request';
import { cacheBlocks, columnTensor, featureTensor } from './block-tensors';

/** (1/Σw) Σ w · x xᵀ, block after block into the one sum. */
export async function secondMomentOnOnnx(
  session: InferenceSession,
  features: Matrix,
  weights: Float32Array | null,
): Promise<Float32Array> {
  checkMoment(features, weights);
  const { columns } = features;
  const weightSum = sumWeights(features.rows, weights);
  const rowWeights = Float32Array.from(
    { length: features.rows },
    (_, row) => (weights?.[row] ?? 1) / weightSum,
  );
  let sum = new Float32Array(columns * columns);
  let nextSum = new Float32Array(columns * columns);
  for (const block of cacheBlocks(features)) {
    await session.run(
      {
        features: featureTensor(features, block),
        rowWeights: columnTensor(rowWeights, block),
        sum: new Tensor('float32', sum, [columns, columns]),
      },
      { nextSum: new Tensor('float32', nextSum, [columns, columns]) },
    );
    [sum, nextSum] = [nextSum, sum];
  }
  return sum;
}
