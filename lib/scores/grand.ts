import { defineRowScore } from './define-score';
import { gradientNorms } from './gradient/gradient-norms';
import { meanOverModels } from './mean-over-models';
import { labelReader, scoreRows } from './rows';

/**
 * GraNd: the l2 norm of the actual gradient in all parameters, averaged over the models where there are several.
 *
 * Meant for several models from different initial weights, a few epochs into training. Computed at initialization it
 * did not hold up in a later study, so it is no recommended default.
 */
export const grand = defineRowScore({
  name: 'grand',
  title: 'GraNd',
  description:
    'How far one step with the known label would move all parameters; the mean over the models where there are several. Not reliable for models at the start of training.',
  direction: 'higher is harder',
  range: '0 … ∞',
  cost: 'O(n·(d + K)) a model; hidden layers O(n·K·units) more',
  source: 'Paul, Ganguli, Dziugaite, Deep learning on a data diet (2021)',
  needs: ['probabilities', 'layers', 'labels'],
  compute: (input) => {
    const labelAt = labelReader(input);
    return meanOverModels(input, (model) => {
      const normAt = gradientNorms(model, 'l2', 'all');
      return scoreRows(model.probabilities, (_values, _start, _end, row) => normAt(row, labelAt(row)));
    });
  },
});
