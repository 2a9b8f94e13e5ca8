import { AppError } from '../errors';
import type { Scheme, Selected, SelectionInput } from './scheme';

/**
 * Chooses by a scheme; the one public way in, where input is checked once.
 *
 * @param parameters checked by the scheme's own schema; `{}` gives its defaults
 * @returns the rows in order of choice: for every scheme a prefix of them is the selection of that smaller budget
 * @throws AppError `bad-input` for a budget outside 1 … n, lengths that differ, missing or non-finite scores
 */
export function select(scheme: Scheme, input: SelectionInput, parameters: unknown): Selected {
  const { scores, ids, budget } = input;
  const refuse = (message: string, remedy: string): never => {
    throw new AppError('bad-input', message, remedy);
  };
  if (!(Number.isInteger(budget) && budget >= 1 && budget <= ids.length)) {
    refuse(
      `The budget is ${budget} of ${ids.length} examples.`,
      `Give a whole number from 1 to ${ids.length}.`,
    );
  }
  if (scheme.defaultScore !== null && !scores) {
    refuse(
      `The scheme “${scheme.name}” needs scores.`,
      `Compute a score first, e.g. ${scheme.defaultScore}.`,
    );
  }
  if (scores) {
    if (scores.length !== ids.length) {
      refuse(`${scores.length} scores for ${ids.length} examples.`, 'Give one score an example.');
    }
    const wrongRow = scores.findIndex((score) => !Number.isFinite(score));
    if (wrongRow >= 0) {
      refuse(`The score in row ${wrongRow} is ${scores[wrongRow]}.`, 'Scores must be finite numbers.');
    }
  }
  return scheme.select(input, parameters);
}
