import type { AnalysedModel } from '../contracts/analysis';
import { createRandom } from '../numeric/random';
import type { ModelGradients } from './model-gradients';

/**
 * Sum of the norms against the norm of the sum of the gradients of random minibatches, in the weights of the last layer.
 *
 * Where the two go together, an example's own norm is a fair proxy of what it does in a step; the triangle inequality
 * keeps all points below the diagonal.
 *
 * O(minibatches · size · d · K)
 */
export async function minibatchNorms(
  gradientsOf: (rows: Int32Array) => Promise<ModelGradients>,
  examples: number,
  options: { readonly minibatches: number; readonly size: number; readonly seed: number },
): Promise<AnalysedModel['minibatches']> {
  const size = Math.min(options.size, examples);
  const random = createRandom(options.seed, 'analysis', 'minibatches');
  const points: { sumOfNorms: number; normOfSum: number }[] = [];
  for (let batch = 0; batch < options.minibatches; batch++) {
    const gradients = await gradientsOf(Int32Array.from(random.sample(examples, size)));
    points.push({
      sumOfNorms: gradients.norms.reduce((sum, norm) => sum + norm, 0),
      normOfSum: normOfSum(gradients),
    });
  }
  return { size, points, correlation: pearson(points) };
}

/** ‖Σ h (p − e_y)ᵀ‖ */
function normOfSum({ inputs, probabilities, labels }: ModelGradients): number {
  const { columns } = inputs;
  const classes = probabilities.columns;
  const sum = new Float64Array(columns * classes);
  const errors = new Float64Array(classes);
  for (let row = 0; row < inputs.rows; row++) {
    for (let k = 0; k < classes; k++) {
      errors[k] = (probabilities.data[row * classes + k] as number) - (labels[row] === k ? 1 : 0);
    }
    for (let column = 0; column < columns; column++) {
      const input = inputs.data[row * columns + column] as number;
      if (input === 0) continue;
      for (let k = 0; k < classes; k++) {
        const place = column * classes + k;
        sum[place] = (sum[place] as number) + input * (errors[k] as number);
      }
    }
  }
  return Math.sqrt(sum.reduce((squares, value) => squares + value * value, 0));
}

function pearson(points: readonly { sumOfNorms: number; normOfSum: number }[]): number | null {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const xs = points.map(({ sumOfNorms }) => sumOfNorms);
  const ys = points.map(({ normOfSum: y }) => y);
  const [meanX, meanY] = [mean(xs), mean(ys)];
  let [xy, xx, yy] = [0, 0, 0];
  xs.forEach((x, index) => {
    const y = ys[index] as number;
    xy += (x - meanX) * (y - meanY);
    xx += (x - meanX) ** 2;
    yy += (y - meanY) ** 2;
  });
  return xx > 0 && yy > 0 ? xy / Math.sqrt(xx * yy) : null;
}
