import { defineRowScore } from './define-score';
import { scoreRows } from './rows';

/** Shannon entropy of the predicted distribution, −Σ p ln p, in nats; 0 ln 0 counts as 0. */
export const entropy = defineRowScore({
  name: 'entropy',
  title: 'Entropy',
  description:
    'How spread the surrogate’s prediction is over all classes. Highest where it has no idea at all.',
  direction: 'higher is harder',
  range: '0 … ln K',
  cost: 'O(n·K)',
  source: 'Shannon (1948); Settles, Active learning literature survey (2009)',
  needs: ['probabilities'],
  fused: 'entropy',
  compute: ({ probabilities }) =>
    scoreRows(probabilities, (values, start, end) => {
      let sum = 0;
      for (let place = start; place < end; place++) {
        const probability = values[place] as number;
        if (probability > 0) sum -= probability * Math.log(probability);
      }
      return Math.max(0, sum);
    }),
});
