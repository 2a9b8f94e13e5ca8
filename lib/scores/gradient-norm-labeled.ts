import { AppError } from '../errors';
import { inputNorms, scoreRows, squaredErrorOf } from './rows';
import type { ScoreDefinition } from './score';

/**
 * Actual l2 norm of the last layer's gradient, bias included, at the known label y: ‖[h; 1]‖ · ‖p − e_y‖.
 *
 * For analysis of labeled data, not for choosing what to label; under label noise it finds the wrong labels first.
 */
export const gradientNormLabeled: ScoreDefinition = {
  name: 'gradient-norm-labeled',
  title: 'Gradient norm (actual)',
  description: 'How far one step on this example with its known label would move the surrogate’s last layer.',
  direction: 'higher is harder',
  range: '0 … √2 · ‖[h; 1]‖',
  cost: 'O(n·(d + K))',
  source: 'Vodrahalli, Li, Malik, Are all training examples created equal? (2018)',
  needs: ['probabilities', 'features', 'labels'],
  compute: (input) => {
    const { probabilities, labels } = input;
    if (labels?.length !== probabilities.rows) {
      throw new AppError('bad-input', `The actual gradient norm needs ${probabilities.rows} labels.`);
    }
    const norms = inputNorms(input);
    return scoreRows(probabilities, (values, start, end, row) => {
      const label = labels[row] as number;
      if (!(label >= 0 && label < end - start)) {
        throw new AppError('bad-input', `The label in row ${row} is ${label}, of ${end - start} classes.`);
      }
      return Math.sqrt(squaredErrorOf(values, start, end, start + label)) * (norms[row] as number);
    });
  },
};
