import { AppError } from '../errors';
import type { Matrix } from '../numeric/matrix';
import type { Scheme, Selected, SelectionInput } from './scheme';

const SUM_TOLERANCE = 1e-3;

/**
 * Chooses by a scheme; the one public way in, where input is checked once.
 *
 * @param parameters checked by the scheme's own schema; `{}` gives its defaults
 * @returns the rows in order of choice; where the scheme is nested a prefix of them is the selection of that smaller
 * budget
 * @throws AppError `bad-input` for a budget outside 1 … n, lengths that differ, something missing that the scheme needs,
 * numbers that are not finite or probabilities that do not sum to 1
 */
export function select(scheme: Scheme, input: SelectionInput, parameters: unknown): Selected {
  const { ids, budget } = input;
  checkBudget(budget, ids.length);
  checkScores(scheme, input);
  if (scheme.needs.includes('probabilities')) {
    requireDistributions(requireRows(scheme, input.probabilities, ids.length, 'class probabilities'));
  }
  if (scheme.needs.includes('features')) {
    requireFinite(requireRows(scheme, input.features, ids.length, 'features'), 'features');
  }
  if (scheme.needs.includes('labeled')) checkLabeled(scheme, input);
  return scheme.select(input, parameters);
}

/** @throws AppError `bad-input` */
export function checkBudget(budget: number, rows: number): void {
  if (Number.isInteger(budget) && budget >= 1 && budget <= rows) return;
  throw refusal(`The budget is ${budget} of ${rows} examples.`, `Give a whole number from 1 to ${rows}.`);
}

function refusal(message: string, remedy: string): AppError {
  return new AppError('bad-input', message, remedy);
}

/** Of a whole pool, or of a shard. @throws AppError `bad-input` */
export function checkScores(
  { name, defaultScore }: Scheme,
  { scores, ids, firstRow = 0 }: Pick<SelectionInput, 'scores' | 'ids'> & { readonly firstRow?: number },
): void {
  if (!scores) {
    if (defaultScore === null) return;
    throw refusal(`The scheme “${name}” needs scores.`, `Compute a score first, e.g. ${defaultScore}.`);
  }
  if (scores.length !== ids.length) {
    throw refusal(`${scores.length} scores for ${ids.length} examples.`, 'Give one score an example.');
  }
  const wrongRow = scores.findIndex((score) => !Number.isFinite(score));
  if (wrongRow >= 0) {
    throw refusal(
      `The score in row ${firstRow + wrongRow} is ${scores[wrongRow]}.`,
      'Scores must be finite numbers.',
    );
  }
}

function requireRows({ name }: Scheme, matrix: Matrix | undefined, rows: number, what: string): Matrix {
  if (!matrix) throw refusal(`The scheme “${name}” needs ${what}.`, `Give the ${what} of every example.`);
  if (matrix.rows !== rows) {
    throw refusal(`${matrix.rows} rows of ${what} for ${rows} examples.`, 'Give one row an example.');
  }
  return matrix;
}

function requireFinite({ data, columns }: Matrix, what: string): void {
  const wrong = data.findIndex((value) => !Number.isFinite(value));
  if (wrong >= 0) {
    throw refusal(
      `Row ${Math.floor(wrong / columns)} of the ${what} has the value ${data[wrong]}.`,
      'Features must be finite numbers.',
    );
  }
}

function requireDistributions({ data, rows, columns }: Matrix): void {
  for (let row = 0; row < rows; row++) {
    let sum = 0;
    let lowest = 0;
    for (let place = row * columns; place < (row + 1) * columns; place++) {
      const probability = data[place] as number;
      sum += probability;
      if (probability < lowest) lowest = probability;
    }
    if (lowest < 0 || !(Math.abs(sum - 1) <= SUM_TOLERANCE)) {
      throw refusal(
        `Row ${row} of the class probabilities is no distribution: its sum is ${sum}, its smallest value at most ${lowest}.`,
        'Each row must have values ≥ 0 that sum to 1.',
      );
    }
  }
}

function checkLabeled({ name }: Scheme, { features, labeledFeatures }: SelectionInput): void {
  if (!labeledFeatures) {
    throw refusal(
      `The scheme “${name}” needs the features of the labeled examples.`,
      'Give them; a matrix of no rows where nothing is labeled.',
    );
  }
  if (features && labeledFeatures.columns !== features.columns) {
    throw refusal(
      `The labeled examples have ${labeledFeatures.columns} features a row, the others ${features.columns}.`,
      'Both must come from the same extractor.',
    );
  }
  requireFinite(labeledFeatures, 'labeled examples’ features');
}
