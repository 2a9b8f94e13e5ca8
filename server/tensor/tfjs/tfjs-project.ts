import type { Matrix } from '@/lib/numeric/matrix';
import { checkProjection } from '../check-request';
import { rowBlocks } from '../row-blocks';
import type { BlockLimits } from '../row-blocks';
import { featureTensor } from './block-tensors';
import type { TensorFlow } from './load-tfjs';

/** features · axes + offset, block after block. */
export async function projectOnTfjs(
  tf: TensorFlow,
  features: Matrix,
  axes: Matrix,
  offset: Float32Array,
  limits: BlockLimits,
): Promise<Matrix> {
  checkProjection(features, axes, offset);
  const { columns } = axes;
  const data = new Float32Array(features.rows * columns);
  const axesTensor = tf.tensor2d(axes.data, [axes.rows, columns], 'float32');
  const offsetTensor = tf.tensor1d(offset, 'float32');
  for (const block of rowBlocks(features, limits)) {
    const projected = tf.tidy(() =>
      tf.add(tf.matMul(featureTensor(tf, features, block), axesTensor), offsetTensor),
    );
    data.set(await projected.data<'float32'>(), block.from * columns);
    projected.dispose();
  }
  tf.dispose([axesTensor, offsetTensor]);
  return { data, rows: features.rows, columns };
}
