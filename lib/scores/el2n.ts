import { defineRowScore } from './define-score';
import { errorNorm } from './gradient/norms';
import { meanOverModels } from './mean-over-models';
import { labelReader, scoreRows } from './rows';

/**
 * Length of the error vector, ‖p − e_y‖₂, averaged over the models where there are several.
 *
 * The paper averages over ten networks early in their training; one model is noisier. It is the gradient's norm in the
 * biases of the last layer.
 */
export const el2n = defineRowScore({
  name: 'el2n',
  title: 'EL2N',
  description:
    'How far the predicted distribution is from the known label; the mean over the models where there are several.',
  direction: 'higher is harder',
  range: '0 … √2',
  cost: 'O(n·K) a model',
  source: 'Paul, Ganguli, Dziugaite, Deep learning on a data diet (2021)',
  needs: ['probabilities', 'labels'],
  compute: (input) => {
    const labelAt = labelReader(input);
    return meanOverModels(input, ({ probabilities }) =>
      scoreRows(probabilities, (values, start, end, row) => {
        let squares = 0;
        for (let place = start; place < end; place++) squares += (values[place] as number) ** 2;
        return errorNorm('l2', values, start, end, start + labelAt(row), squares);
      }),
    );
  },
});
