import { describe, expect, it } from 'vitest';
import { normOf, type NormName } from '@/lib/scores/gradient/norms';
import { scoreByName } from '@/lib/scores/registry';

const features = { rows: 2, columns: 2, data: Float32Array.of(3, -4, 0.5, 0.25) };
/** sure of the wrong class: the longest error that there is */
const input = {
  features,
  probabilities: { rows: 2, columns: 3, data: Float32Array.of(1, 0, 0, 1, 0, 0) },
  labels: Int32Array.of(1, 2),
};

describe('the range of a gradient norm', () => {
  it.each<[string, string, NormName, number, boolean]>([
    ['norm=l2', '0 … √2 · ‖[h; 1]‖', 'l2', Math.SQRT2, true],
    ['norm=l1', '0 … 2 · ‖[h; 1]‖₁', 'l1', 2, true],
    ['norm=linf', '0 … ‖[h; 1]‖∞', 'linf', 1, true],
    ['norm=l1,group=last-layer-weights', '0 … 2 · ‖h‖₁', 'l1', 2, false],
  ])('%s: %s, which the worst error reaches', (settings, range, norm, factor, withBias) => {
    const score = scoreByName(`gradient-norm-labeled:${settings}`);
    expect(score.range).toBe(range);
    score.compute(input).forEach((value, row) => {
      const seen = [...features.data.subarray(2 * row, 2 * row + 2), ...(withBias ? [1] : [])];
      expect(value).toBeCloseTo(factor * normOf(norm, seen, 0, seen.length), 5);
    });
  });

  it('has no bound where hidden layers count', () => {
    expect(scoreByName('gradient-norm:group=all').range).toBe('0 … ∞');
    expect(scoreByName('gradient-norm').range).toBe('0 … √2 · ‖[h; 1]‖');
  });
});
