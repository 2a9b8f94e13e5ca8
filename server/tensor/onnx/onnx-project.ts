import { Tensor } from 'onnxruntime-node';
import type { InferenceSession } from 'onnxruntime-node';
import type { Matrix } from '@/lib/numeric/matrix';
import { checkProjection } from '../check-request';
import { rowBlocks } from '../row-blocks';
import { featureTensor } from './block-tensors';

/** The axes are packed anew for each block, so that blocks are as large as a copy may be. */
const LIMITS = { values: 2 ** 22, rows: 2 ** 14 };

/** features · axes + offset, block after block. */
export async function projectOnOnnx(
  session: InferenceSession,
  features: Matrix,
  axes: Matrix,
  offset: Float32Array,
): Promise<Matrix> {
  checkProjection(features, axes, offset);
  const { columns } = axes;
  const data = new Float32Array(features.rows * columns);
  const fixed = {
    axes: new Tensor('float32', axes.data, [axes.rows, columns]),
    offset: new Tensor('float32', offset, [columns]),
  };
  for (const block of rowBlocks(features, LIMITS)) {
    const target = data.subarray(block.from * columns, block.to * columns);
    await session.run(
      { features: featureTensor(features, block), ...fixed },
      { projected: new Tensor('float32', target, [block.rows, columns]) },
    );
  }
  return { data, rows: features.rows, columns };
}
