import type { Matrix } from '@/lib/numeric/matrix';
import { checkMoment, sumWeights } from '../check-request';
import { rowBlocks } from '../row-blocks';
import type { BlockLimits } from '../row-blocks';
import { columnTensor, featureTensor } from './block-tensors';
import type { TensorFlow } from './load-tfjs';

/** (1/Σw) Σ w · x xᵀ, block after block into one sum on the device. */
export async function secondMomentOnTfjs(
  tf: TensorFlow,
  features: Matrix,
  weights: Float32Array | null,
  limits: BlockLimits,
): Promise<Float32Array> {
  checkMoment(features, weights);
  const weightSum = sumWeights(features.rows, weights);
  let sum = tf.zeros([features.columns, features.columns]);
  for (const block of rowBlocks(features, limits)) {
    const before = sum;
    sum = tf.tidy(() => {
      const rows = featureTensor(tf, features, block);
      const weighted = weights ? tf.mul(rows, columnTensor(tf, weights, block)) : rows;
      return tf.add(before, tf.matMul(weighted, rows, true));
    });
    before.dispose();
  }
  const mean = tf.tidy(() => tf.div(sum, weightSum));
  const values = await mean.data<'float32'>();
  tf.dispose([sum, mean]);
  return values;
}
