import type { ScoreRequest, ScoreResult } from '@/lib/surrogates/tensor-engine';
import { checkScoreRequest } from '../check-request';
import { rowBlocks } from '../row-blocks';
import type { BlockLimits } from '../row-blocks';
import { createScoreColumns } from '../row-scores';
import { featureTensor, parameterTensors } from './block-tensors';
import type { TensorFlow } from './load-tfjs';

/** Probabilities and feature norms on the device; the scores of a row are a few sums over its classes, taken here. */
export async function scoreOnTfjs(
  tf: TensorFlow,
  request: ScoreRequest,
  limits: BlockLimits,
): Promise<ScoreResult> {
  checkScoreRequest(request);
  const { features, parameters, classes } = request;
  const probabilities = new Float32Array(features.rows * classes);
  const columns = createScoreColumns(request.scores, features.rows);
  const model = parameterTensors(tf, parameters, features.columns, classes);
  try {
    for (const block of rowBlocks(features, limits)) {
      const results = tf.tidy(() => {
        const rows = featureTensor(tf, features, block);
        const logits = tf.add(tf.matMul(rows, model.weights), model.biases);
        return [tf.softmax(logits), tf.sqrt(tf.add(tf.sum(tf.square(rows), 1), 1))];
      });
      const [ofBlock = new Float32Array(), norms = new Float32Array()] = await Promise.all(
        results.map((tensor) => tensor.data<'float32'>()),
      );
      tf.dispose(results);
      probabilities.set(ofBlock, block.from * classes);
      for (let row = 0; row < block.rows; row++) {
        const ofRow = Float64Array.from(ofBlock.subarray(row * classes, (row + 1) * classes));
        columns.write(block.from + row, ofRow, norms[row] as number);
      }
    }
  } finally {
    tf.dispose(model);
  }
  return {
    probabilities: { data: probabilities, rows: features.rows, columns: classes },
    scores: columns.scores,
  };
}
