import { defineRowScore } from './define-score';
import { scoreRows, sumOfOthers, topOf } from './rows';

/** 1 − (p₁ − p₂) of the two most probable classes. */
export const margin = defineRowScore({
  name: 'margin',
  title: 'Margin',
  description: 'How close the two most probable classes are. Highest where the surrogate wavers between two.',
  direction: 'higher is harder',
  range: '0 … 1',
  cost: 'O(n·K)',
  source: 'Scheffer, Decomain, Wrobel, Active hidden Markov models (2001)',
  needs: ['probabilities'],
  fused: 'margin',
  compute: ({ probabilities }) =>
    scoreRows(probabilities, (values, start, end) => {
      const top = topOf(values, start, end);
      let second = 0;
      for (let place = start; place < end; place++) {
        if (place !== top) second = Math.max(second, values[place] as number);
      }
      return sumOfOthers(values, start, end, top) + second;
    }),
});
