import { z } from 'zod';
import { defineScore } from './define-score';
import { gradientFields, gradientNeeds, gradientRange } from './gradient-norm';
import { gradientNorms } from './gradient/gradient-norms';
import { labelReader, scoreRows } from './rows';

/**
 * Norm of the actual gradient, at the known label y: of the last layer ‖[h; 1]‖ · ‖p − e_y‖.
 *
 * For analysis of labeled data, not for choosing what to label; under label noise it finds the wrong labels first.
 */
export const gradientNormLabeled = defineScore({
  name: 'gradient-norm-labeled',
  title: 'Gradient norm (actual)',
  description:
    'How far one step on this example with its known label would move the surrogate; of its last layer unless told otherwise.',
  direction: 'higher is harder',
  range: gradientRange({ norm: 'l2', group: 'last-layer' }),
  rangeOf: gradientRange,
  cost: 'O(n·(d + K)); hidden layers O(n·K·units) more',
  source: 'Vodrahalli, Li, Malik, Are all training examples created equal? (2018)',
  needs: ({ group }) => [...gradientNeeds(group), 'labels'],
  parameters: z.strictObject(gradientFields),
  begin: ({ norm, group }) => ({
    compute: (input) => {
      const labelAt = labelReader(input);
      const normAt = gradientNorms(input, norm, group);
      return scoreRows(input.probabilities, (_values, _start, _end, row) => normAt(row, labelAt(row)));
    },
  }),
});
