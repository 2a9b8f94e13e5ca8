import { inputNorms, scoreRows, squaredErrorOf } from './rows';
import type { ScoreDefinition } from './score';

/**
 * Expected l2 norm of the last layer's gradient, bias included, under the surrogate's own prediction:
 * ‖[h; 1]‖ · Σ_y p_y ‖p − e_y‖.
 *
 * The gradient of softmax cross-entropy is the outer product of the layer's input and p − e_y, so its norm is the
 * product of theirs and no gradient is ever formed. It rewards long feature vectors (e.g. bright images) as well as
 * uncertainty.
 */
export const gradientNorm: ScoreDefinition = {
  name: 'gradient-norm',
  title: 'Gradient norm (expected)',
  description:
    'How far one step on this example would move the surrogate’s last layer, averaged over the labels it thinks possible.',
  direction: 'higher is harder',
  range: '0 … √2 · ‖[h; 1]‖',
  cost: 'O(n·(d + K))',
  source: 'Settles, Craven, Ray, Multiple-instance active learning (2007); closed form of the last layer',
  needs: ['probabilities', 'features'],
  fused: 'gradient-norm',
  compute: (input) => {
    const norms = inputNorms(input);
    return scoreRows(input.probabilities, (values, start, end, row) => {
      let squares = 0;
      for (let place = start; place < end; place++) squares += (values[place] as number) ** 2;
      let expectation = 0;
      for (let label = start; label < end; label++) {
        const probability = values[label] as number;
        // Below one half 1 − p is exact enough; above it the others must be summed, which happens once a row at most.
        const squaredError =
          probability < 0.5 ? squares - 2 * probability + 1 : squaredErrorOf(values, start, end, label);
        expectation += probability * Math.sqrt(squaredError);
      }
      return expectation * (norms[row] as number);
    });
  },
};
