import { z } from 'zod';
import type { Matrix } from '../numeric/matrix';
import { checkDistributions } from './rows';
import type { ModelOutput, ScoreInput } from './score';

/** What can be done to the model's logits before, and to the values after, every score. */
export const scoreOptionsSchema = z.strictObject({
  temperature: z.number().min(0.05).max(20).default(1).meta({ title: 'Temperature', step: 0.05 }),
  /** how far a logit may lie below the largest one, 0: any; for two classes the usual clipping at ± the limit */
  clip: z.number().min(0).max(80).default(0).meta({ title: 'Clip logits (0: not)', step: 1 }),
  scale: z
    .enum(['value', 'rank'])
    .default('value')
    .meta({ title: 'Scale', optionTitles: { value: 'As computed', rank: 'Rank in the pool, 0 … 1' } }),
});
export type ScoreOptions = z.infer<typeof scoreOptionsSchema>;

/**
 * The input as a model with softer, sharper or clipped logits would have given it: p ∝ exp(max(z − max z, −clip) / T).
 *
 * Logits are log-probabilities up to a constant of the row, so that no model has to hand them over. Temperature comes
 * after clipping. Both undo what an over-confident surrogate does to schemes that read the size of a score; with a
 * negative exponent an unclipped one can give one example all the mass (theory 0.4, 0.5).
 *
 * O(n · K); the input itself where nothing is to be done.
 */
export function withLogitOptions(input: ScoreInput, options: ScoreOptions): ScoreInput {
  if (options.temperature === 1 && options.clip === 0) return input;
  const change = <Output extends ModelOutput>(output: Output): Output => ({
    ...output,
    probabilities: changeLogits(output.probabilities, options),
  });
  return { ...change(input), models: input.models?.map(change) };
}

function changeLogits(probabilities: Matrix, { temperature, clip }: ScoreOptions): Matrix {
  checkDistributions(probabilities);
  const { data, rows, columns } = probabilities;
  const changed = new Float32Array(data.length);
  const powers = new Float64Array(columns);
  const floor = clip > 0 ? Math.exp(-clip) : 0;
  for (let row = 0; row < rows; row++) {
    const start = row * columns;
    let largest = 0;
    for (let k = 0; k < columns; k++) largest = Math.max(largest, data[start + k] as number);
    let sum = 0;
    for (let k = 0; k < columns; k++) {
      const ratio = Math.max((data[start + k] as number) / largest, floor);
      powers[k] = Math.pow(ratio, 1 / temperature);
      sum += powers[k] as number;
    }
    for (let k = 0; k < columns; k++) changed[start + k] = (powers[k] as number) / sum;
  }
  return { data: changed, rows, columns };
}

/**
 * Values as their rank from 0 (smallest) to 1 (largest), equal ones as their mean rank: what is left when a score's
 * scale is not to be trusted (theory 0.4). A pool of one example has rank 1. NaN, no value, stays NaN. O(n log n).
 */
export function toRanks(values: Float32Array): Float32Array {
  const rows = Array.from(values.keys()).filter((row) => !Number.isNaN(values[row]));
  const order = Int32Array.from(rows).sort(
    (left, right) => (values[left] as number) - (values[right] as number),
  );
  const ranks = new Float32Array(values.length).fill(NaN);
  for (let start = 0, end = 0; start < order.length; start = end) {
    const value = values[order[start] as number];
    while (end < order.length && values[order[end] as number] === value) end++;
    const rank = order.length > 1 ? (start + end - 1) / 2 / (order.length - 1) : 1;
    for (let place = start; place < end; place++) ranks[order[place] as number] = rank;
  }
  return ranks;
}
