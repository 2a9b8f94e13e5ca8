import { AppError } from '../../errors';
import type { LayerRecord } from '../layer-trace';
import type { ModelOutput } from '../score';
import { convolutionNorm, HiddenDeltas, inputLength, isFiniteRow, type LayerParts } from './layer-norms';
import { errorNorm, NORMS, type NormName } from './norms';
import { partsOfGroup, type GroupName } from './parameter-group';

/** The norm of one example's gradient of the cross-entropy, had it this label. Called row after row. */
export type GradientNorms = (row: number, label: number) => number;

/**
 * Norms of the gradients of single examples in a group of parameters, never forming a dense layer's gradient.
 *
 * A layer's gradient is the sum of outer products a δᵀ, so its norm comes from those of a and δ; δ = p − e_y at the
 * last layer, and Σ_k (p − e_y)_k J_k before it. A softmax regression is a network of one layer.
 *
 * @throws AppError `bad-input` where features or layers are missing, do not fit or are not finite
 * O(K) a row and label for the last layer (O(1) for most in l2), O(units) for a dense hidden layer, the smaller of
 * O(positions² · (fan-in + units)) and O(positions · fan-in · units) for a convolution.
 */
export function gradientNorms(output: ModelOutput, norm: NormName, group: GroupName): GradientNorms {
  const { probabilities } = output;
  const layers = layersOf(output);
  const terms = partsOfGroup(group, layers.length).flatMap((parts, index) => {
    const layer = layers[index] as LayerRecord;
    return parts.weights || parts.biases ? [layerNorms(output, layer, norm, parts)] : [];
  });
  if (terms.length === 1) return terms[0] as GradientNorms;
  const { add, value } = NORMS[norm];
  return (row, label) => {
    if (probabilities.columns === 0) return 0;
    let total = 0;
    for (const term of terms) total = add(total, term(row, label));
    return value(total);
  };
}

function layerNorms(
  { probabilities }: ModelOutput,
  layer: LayerRecord,
  norm: NormName,
  parts: LayerParts,
): GradientNorms {
  const lengthAt = rememberRow((row) => {
    if (!isFiniteRow(layer.inputs, row))
      throw new AppError('bad-input', `Row ${row} of the features is not finite.`);
    return layer.positions === 1 ? inputLength(norm, layer.inputs, row, parts) : NaN;
  });
  const { jacobian } = layer;
  if (!jacobian) {
    const { data, columns } = probabilities;
    const squaresAt = rememberRow((row) => {
      let squares = 0;
      for (let place = row * columns; place < (row + 1) * columns; place++)
        squares += (data[place] as number) ** 2;
      return squares;
    });
    return (row, label) => {
      const start = row * columns;
      const error = errorNorm(norm, data, start, start + columns, start + label, squaresAt(row));
      return error * lengthAt(row);
    };
  }
  const deltas = new HiddenDeltas(jacobian, probabilities);
  if (layer.positions > 1) {
    const normAt = convolutionNorm(norm, layer, parts);
    return (row, label) => {
      lengthAt(row);
      return normAt(row, deltas.at(row, label));
    };
  }
  const { add, value } = NORMS[norm];
  return (row, label) => {
    let total = 0;
    for (const delta of deltas.at(row, label)) total = add(total, delta);
    return value(total) * lengthAt(row);
  };
}

function layersOf({ probabilities, features, trace }: ModelOutput): readonly LayerRecord[] {
  const layers: readonly LayerRecord[] | undefined =
    trace?.layers ??
    (features && [{ inputs: features, positions: 1, units: probabilities.columns, jacobian: null }]);
  if (!layers) throw new AppError('bad-input', 'This score needs the features that the last layer saw.');
  layers.forEach(({ inputs, positions, units, jacobian }, index) => {
    if (inputs.rows !== probabilities.rows) {
      throw new AppError(
        'bad-input',
        `${probabilities.rows} rows of probabilities, but ${inputs.rows} of features.`,
      );
    }
    const isLast = index === layers.length - 1;
    const fits = isLast
      ? !jacobian && units === probabilities.columns && positions === 1
      : jacobian?.rows === inputs.rows && jacobian.columns === probabilities.columns * positions * units;
    if (!fits || inputs.columns % positions !== 0) {
      throw new AppError(
        'bad-input',
        `Layer ${index} of the trace does not fit ${probabilities.columns} classes.`,
      );
    }
  });
  return layers;
}

/** What depends on the row only is computed once for all its labels. */
function rememberRow(compute: (row: number) => number): (row: number) => number {
  let known = -1;
  let value = NaN;
  return (row) => {
    if (row !== known) value = compute(row);
    known = row;
    return value;
  };
}
