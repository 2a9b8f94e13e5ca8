import { AppError } from '../errors';
import type { SelectionInput } from './scheme';

/** The scores of an input that `select` has checked. */
export function scoresOf(input: SelectionInput): Float32Array {
  if (!input.scores) throw new AppError('bad-input', 'This scheme needs scores.', 'Compute a score first.');
  return input.scores;
}

/** The scores as sizes to draw in proportion to. @throws AppError `bad-input` where one is negative */
export function sizesOf(input: SelectionInput): Float32Array {
  const scores = scoresOf(input);
  const negative = scores.findIndex((score) => score < 0);
  if (negative >= 0) {
    throw new AppError(
      'bad-input',
      `The score in row ${negative} is ${scores[negative]}; a scheme of probabilities needs scores ≥ 0.`,
      'Choose another score, or a scheme that takes the largest.',
    );
  }
  return scores;
}
