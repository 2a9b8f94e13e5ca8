import { defineRowScore } from './define-score';
import { labelReader, scoreRows, sumOfOthers } from './rows';

/** The smallest probability that float32 tells from 0; a label thought impossible has its loss, 103.3, and not ∞. */
const SMALLEST_PROBABILITY = 2 ** -149;

/** Cross-entropy of the known label, −ln p_y, in nats. */
export const loss = defineRowScore({
  name: 'loss',
  title: 'Loss',
  description: 'How surprised the surrogate is by the known label.',
  direction: 'higher is harder',
  range: '0 … 103 (the label has probability 0)',
  cost: 'O(n·K)',
  source: 'Loshchilov, Hutter, Online batch selection for faster training (2016)',
  needs: ['probabilities', 'labels'],
  compute: (input) => {
    const labelAt = labelReader(input);
    return scoreRows(input.probabilities, (values, start, end, row) => {
      const label = start + labelAt(row);
      const probability = values[label] as number;
      if (probability < 0.5) return -Math.log(Math.max(probability, SMALLEST_PROBABILITY));
      return -Math.log1p(-Math.min(0.5, sumOfOthers(values, start, end, label)));
    });
  },
});
