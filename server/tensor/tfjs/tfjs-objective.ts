import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import type { SoftmaxData, SoftmaxObjective } from '@/lib/surrogates/tensor-engine';
import { checkParameters, checkSoftmaxData, sumWeights } from '../check-request';
import { rowBlocks } from '../row-blocks';
import type { BlockLimits } from '../row-blocks';
import { unshared } from '../unshared';
import { columnTensor, featureTensor, parameterTensors } from './block-tensors';
import type { TensorFlow } from './load-tfjs';

/** Loss and gradient block after block: float32 within a block, float64 across blocks. The data stay on the device. */
export function createTfjsObjective(
  tf: TensorFlow,
  data: SoftmaxData,
  limits: BlockLimits,
): SoftmaxObjective {
  checkSoftmaxData(data);
  const { features, labels, weights, classes } = data;
  const { columns } = features;
  const weightSum = sumWeights(features.rows, weights);
  const parameterCount = (columns + 1) * classes;
  let blocks = rowBlocks(features, limits).map((block) => ({
    features: featureTensor(tf, features, block),
    truth: tf.tidy(() => {
      const ofBlock = unshared(labels.subarray(block.from, block.to));
      return tf.cast(tf.oneHot(tf.tensor1d(ofBlock, 'int32'), classes) as Tensor2D, 'float32');
    }),
    rowWeights: weights ? columnTensor(tf, weights, block) : null,
  }));

  function evaluateBlock(block: (typeof blocks)[number], model: { weights: Tensor2D; biases: Tensor1D }) {
    return tf.tidy(() => {
      const logits = tf.add(tf.matMul(block.features, model.weights), model.biases);
      const logProbabilities = tf.logSoftmax(logits);
      const differences = tf.sub(tf.exp(logProbabilities), block.truth);
      const ofLabels = tf.sum(tf.mul(logProbabilities, block.truth), 1, true);
      const residuals = block.rowWeights ? tf.mul(differences, block.rowWeights) : differences;
      const logLikelihoods = block.rowWeights ? tf.mul(ofLabels, block.rowWeights) : ofLabels;
      return [logLikelihoods, tf.matMul(block.features, residuals, true), tf.sum(residuals, 0)] as const;
    });
  }

  async function evaluate(parameters: Float64Array): Promise<{ loss: number; gradient: Float64Array }> {
    checkParameters(parameters, columns, classes);
    const model = parameterTensors(tf, parameters, columns, classes);
    const gradient = new Float64Array(parameterCount);
    let loss = 0;
    try {
      for (const block of blocks) {
        const results = evaluateBlock(block, model);
        const [logLikelihoods, weightGradient, biasGradient] = await Promise.all(
          results.map((tensor) => tensor.data<'float32'>()),
        );
        tf.dispose([...results]);
        for (const logLikelihood of logLikelihoods ?? []) loss -= logLikelihood;
        addTo(gradient, 0, weightGradient);
        addTo(gradient, columns * classes, biasGradient);
      }
    } finally {
      tf.dispose(model);
    }
    return { loss: loss / weightSum, gradient: gradient.map((sum) => sum / weightSum) };
  }

  return {
    parameterCount,
    evaluate,
    dispose() {
      for (const block of blocks) {
        block.features.dispose();
        block.truth.dispose();
        block.rowWeights?.dispose();
      }
      blocks = [];
    },
  };
}

function addTo(sums: Float64Array, offset: number, values: Float32Array = new Float32Array()): void {
  for (let index = 0; index < values.length; index++) {
    (sums[offset + index] as number) += values[index] as number;
  }
}
