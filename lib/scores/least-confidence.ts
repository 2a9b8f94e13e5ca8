import { defineRowScore } from './define-score';
import { scoreRows, sumOfOthers, topOf } from './rows';

/** 1 − the probability of the most probable class. */
export const leastConfidence = defineRowScore({
  name: 'least-confidence',
  title: 'Least confidence',
  description: 'How improbable the surrogate thinks its own best guess is.',
  direction: 'higher is harder',
  range: '0 … 1 − 1/K',
  cost: 'O(n·K)',
  source: 'Lewis and Gale, A sequential algorithm for training text classifiers (1994)',
  needs: ['probabilities'],
  fused: 'least-confidence',
  compute: ({ probabilities }) =>
    scoreRows(probabilities, (values, start, end) =>
      sumOfOthers(values, start, end, topOf(values, start, end)),
    ),
});
