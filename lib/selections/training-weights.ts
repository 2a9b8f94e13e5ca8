import { z } from 'zod';

/** Parameters of schemes with inclusion probabilities: how what they choose weighs in training. */
export const weightingParameters = {
  weighting: z
    .enum(['none', 'inverse-probability'])
    .default('none')
    .meta({
      title: 'Training weights',
      optionTitles: { none: 'All 1', 'inverse-probability': '1 / inclusion probability' },
    }),
  clipping: z
    .number()
    .min(1)
    .max(1000)
    .default(20)
    .meta({ detail: true, title: 'Weights at most × the median', step: 1 }),
};

export interface Weighting {
  readonly weighting: 'none' | 'inverse-probability';
  /** weights are clipped at this many times their median, so that no single example decides the fit */
  readonly clipping: number;
}

/** Weights of the chosen, and what there is to say about them. O(n log n) of the chosen. */
export function trainingWeights(
  probabilities: Float64Array,
  { weighting, clipping }: Weighting,
): { readonly weights: Float64Array; readonly notes: readonly string[] } {
  if (weighting === 'none') return { weights: new Float64Array(probabilities.length).fill(1), notes: [] };
  const inverse = probabilities.map((probability) => 1 / probability);
  const sorted = inverse.toSorted();
  const middle = sorted.length >> 1;
  const median = ((sorted[middle] as number) + (sorted[(sorted.length - 1) >> 1] as number)) / 2;
  const heaviest = clipping * median;
  const clipped = inverse.reduce((count, weight) => count + (weight > heaviest ? 1 : 0), 0);
  return {
    weights: inverse.map((weight) => Math.min(weight, heaviest)),
    notes:
      clipped === 0
        ? []
        : [
            `${clipped.toLocaleString('en')} of ${inverse.length.toLocaleString('en')} weights were clipped at ${clipping} × their median: a little bias for less variance.`,
          ],
  };
}
