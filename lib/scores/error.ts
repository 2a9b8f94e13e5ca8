import { defineRowScore } from './define-score';
import { labelReader, scoreRows, sumOfOthers } from './rows';

/**
 * 1 − p_y: the probability that the surrogate gives to all other labels.
 *
 * For two classes it is |y − p|, by which local case-control sampling accepts examples.
 */
export const error = defineRowScore({
  name: 'error',
  title: 'Error of the known label',
  description: 'The probability that the surrogate gives to all labels but the known one.',
  direction: 'higher is harder',
  range: '0 … 1',
  cost: 'O(n·K)',
  source: 'Fithian, Hastie, Local case-control sampling (2014)',
  needs: ['probabilities', 'labels'],
  compute: (input) => {
    const labelAt = labelReader(input);
    return scoreRows(input.probabilities, (values, start, end, row) =>
      sumOfOthers(values, start, end, start + labelAt(row)),
    );
  },
});
