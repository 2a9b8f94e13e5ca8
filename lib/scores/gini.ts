import { defineRowScore } from './define-score';
import { scoreRows, sumOfOthers, topOf } from './rows';

/** Gini impurity 1 − Σ p² = Σ p(1 − p): the variance of the predicted one-hot label, summed over the classes. */
export const gini = defineRowScore({
  name: 'gini',
  title: 'Variance (Gini)',
  description:
    'The chance that two draws from the surrogate’s prediction disagree; 2p(1 − p) for two classes.',
  direction: 'higher is harder',
  range: '0 … 1 − 1/K',
  cost: 'O(n·K)',
  source:
    'Kolossov, Montanari, Tandon, Towards a statistical theory of data selection under weak supervision (2024)',
  needs: ['probabilities'],
  fused: 'gini',
  compute: ({ probabilities }) =>
    scoreRows(probabilities, (values, start, end) => {
      const top = topOf(values, start, end);
      let sum = (values[top] as number) * sumOfOthers(values, start, end, top);
      for (let place = start; place < end; place++) {
        const probability = values[place] as number;
        if (place !== top) sum += probability * (1 - probability);
      }
      return sum;
    }),
});
