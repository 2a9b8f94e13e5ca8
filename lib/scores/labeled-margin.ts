import { defineRowScore } from './define-score';
import { labelReader, scoreRows } from './rows';

/** max_{k ≠ y} p_k − p_y: above 0 where the prediction is wrong, −1 where it is right and certain. */
export const labeledMargin = defineRowScore({
  name: 'labeled-margin',
  title: 'Margin of the known label',
  description:
    'How far the likeliest other class is ahead of the known label. Above 0 where the surrogate is wrong.',
  direction: 'higher is harder',
  range: '−1 … 1',
  cost: 'O(n·K)',
  source: 'Schapire, Freund, Bartlett, Lee, Boosting the margin (1998), with the sign turned',
  needs: ['probabilities', 'labels'],
  compute: (input) => {
    const labelAt = labelReader(input);
    return scoreRows(input.probabilities, (values, start, end, row) => {
      const label = start + labelAt(row);
      let other = 0;
      for (let place = start; place < end; place++)
        if (place !== label) other = Math.max(other, values[place] as number);
      return other - (values[label] as number);
    });
  },
});
