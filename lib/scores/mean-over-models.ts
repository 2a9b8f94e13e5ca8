import { AppError } from '../errors';
import type { ModelOutput, ScoreInput } from './score';

/**
 * The mean of a score over the models of the input, or its value for the one model that there is.
 *
 * @throws AppError `bad-input` where the models saw different numbers of examples
 */
export function meanOverModels(
  input: ScoreInput,
  scoreModel: (output: ModelOutput) => Float32Array,
): Float32Array {
  const models = input.models ?? [input];
  const sums = new Float64Array(input.probabilities.rows);
  for (const model of models) {
    if (model.probabilities.rows !== sums.length) {
      throw new AppError(
        'bad-input',
        `One model has probabilities of ${model.probabilities.rows} examples, another of ${sums.length}.`,
      );
    }
    scoreModel(model).forEach((value, row) => (sums[row] = (sums[row] as number) + value));
  }
  return Float32Array.from(sums, (sum) => sum / models.length);
}
