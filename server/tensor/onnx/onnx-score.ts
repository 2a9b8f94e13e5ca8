import { Tensor } from 'onnxruntime-node';
import type { InferenceSession } from 'onnxruntime-node';
import type { ScoreRequest, ScoreResult } from '@/lib/surrogates/tensor-engine';
import { checkScoreRequest } from '../check-request';
import { cacheBlocks, featureTensor, parameterTensors } from './block-tensors';

/** Probabilities and scores block after block, each written where it stays. */
export async function scoreOnOnnx(session: InferenceSession, request: ScoreRequest): Promise<ScoreResult> {
  checkScoreRequest(request);
  const { features, parameters, classes } = request;
  const model = parameterTensors(parameters, features.columns, classes);
  const probabilities = new Float32Array(features.rows * classes);
  const columns = request.scores.map((name) => ({ name, values: new Float32Array(features.rows) }));
  for (const block of cacheBlocks(features)) {
    const { from, to, rows } = block;
    const fetches: Record<string, Tensor> = {
      probabilities: new Tensor('float32', probabilities.subarray(from * classes, to * classes), [
        rows,
        classes,
      ]),
    };
    for (const { name, values } of columns) {
      fetches[name] = new Tensor('float32', values.subarray(from, to), [1, rows]);
    }
    await session.run({ features: featureTensor(features, block), ...model }, fetches);
  }
  return {
    probabilities: { data: probabilities, rows: features.rows, columns: classes },
    scores: Object.fromEntries(columns.map(({ name, values }) => [name, values])),
  };
}
