import { drawBySize, drawingParameter, mixingParameter, mixUniform } from './draw-by-size';
import type { Drawing, SizedRows } from './draw-by-size';
import type { Selected, SelectionInput } from './scheme';
import { trainingWeights, weightingParameters, type Weighting } from './training-weights';

/** Parameters of `drawWeighted`, in the order in which a screen shows them. */
export const drawWeightedParameters = {
  drawing: drawingParameter,
  ...weightingParameters,
  mixing: mixingParameter,
};

/**
 * Draws in proportion to the sizes and says how the chosen weigh in training. Where they weigh 1 / probability, a uniform
 * share is mixed in first and weights are clipped, which bounds what one example can do to the fit.
 *
 * @returns rows in order of choice. O(n log n); see `drawBySize`, `mixUniform` and `trainingWeights`
 */
export function drawWeighted(
  input: SelectionInput,
  sized: SizedRows,
  { drawing, mixing, ...weighting }: Weighting & { readonly drawing: Drawing; readonly mixing: number },
): Selected & { readonly notes: readonly string[] } {
  const mixed = mixUniform(sized, weighting.weighting === 'none' ? 0 : mixing);
  const drawn = drawBySize(input, mixed, drawing);
  const { weights, notes } = trainingWeights(drawn.inclusionProbabilities, weighting);
  return { ...drawn, weights, notes: [...drawn.notes, ...notes] };
}
