import type { Matrix } from '../../numeric/matrix';
import type { LayerRecord } from '../layer-trace';
import { NORMS, normOf, type NormName } from './norms';

/** Which parameters of a layer count. */
export interface LayerParts {
  readonly weights: boolean;
  readonly biases: boolean;
}

/**
 * The norm of one dense layer's gradient is that of its input (with a 1 for the bias) times that of δ: entrywise norms
 * of an outer product factorize for l1, l2 and l∞.
 *
 * @returns ‖[a; 1]‖, ‖a‖ or 1 of the row, for weights and biases, weights, or biases
 */
export function inputLength(norm: NormName, inputs: Matrix, row: number, parts: LayerParts): number {
  const { add, value } = NORMS[norm];
  let total = parts.biases ? 1 : 0;
  if (parts.weights) {
    const start = row * inputs.columns;
    for (let place = start; place < start + inputs.columns; place++)
      total = add(total, inputs.data[place] as number);
  }
  return value(total);
}

/**
 * The norm of one convolution's gradient, G = Σ_t a_t δ_tᵀ and Σ_t δ_t, of one example.
 *
 * l2 by the Gram trick, ‖G‖² = Σ_{t,t′} (a_t·a_t′)(δ_t·δ_t′), where that is less work than G; l1 and l∞ need the
 * entries of G, which are summed in a scratch array that all examples share.
 */
export function convolutionNorm(norm: NormName, layer: LayerRecord, parts: LayerParts) {
  const { positions, units, inputs } = layer;
  const fanIn = inputs.columns / positions;
  const gramIsCheaper = norm === 'l2' && positions * (fanIn + units) < 2 * fanIn * units;
  const entries = parts.weights && !gramIsCheaper ? new Float64Array(fanIn * units) : null;
  const gram = parts.weights && gramIsCheaper ? new Float64Array(positions * positions) : null;
  const biases = new Float64Array(units);
  let gramRow = -1;

  return (row: number, deltas: Float64Array): number => {
    const { add, value } = NORMS[norm];
    let total = 0;
    if (gram) {
      if (row !== gramRow) fillGram(gram, inputs, row, positions, fanIn);
      gramRow = row;
      total = Math.max(0, contractGram(gram, deltas, positions, units));
    }
    if (entries) {
      sumOuterProducts(entries, inputs, row, deltas, positions, units);
      for (const entry of entries) total = add(total, entry);
    }
    if (parts.biases) {
      biases.fill(0);
      deltas.forEach((delta, place) => (biases[place % units] = (biases[place % units] as number) + delta));
      for (const bias of biases) total = add(total, bias);
    }
    return value(total);
  };
}

function fillGram(gram: Float64Array, inputs: Matrix, row: number, positions: number, fanIn: number): void {
  const { data, columns } = inputs;
  for (let left = 0; left < positions; left++) {
    const leftStart = row * columns + left * fanIn;
    for (let right = 0; right <= left; right++) {
      const rightStart = row * columns + right * fanIn;
      let sum = 0;
      for (let place = 0; place < fanIn; place++)
        sum += (data[leftStart + place] as number) * (data[rightStart + place] as number);
      gram[left * positions + right] = sum;
    }
  }
}

function contractGram(gram: Float64Array, deltas: Float64Array, positions: number, units: number): number {
  let total = 0;
  for (let left = 0; left < positions; left++) {
    for (let right = 0; right <= left; right++) {
      let sum = 0;
      for (let unit = 0; unit < units; unit++)
        sum += (deltas[left * units + unit] as number) * (deltas[right * units + unit] as number);
      total += (left === right ? 1 : 2) * sum * (gram[left * positions + right] as number);
    }
  }
  return total;
}

function sumOuterProducts(
  entries: Float64Array,
  inputs: Matrix,
  row: number,
  deltas: Float64Array,
  positions: number,
  units: number,
): void {
  entries.fill(0);
  const fanIn = inputs.columns / positions;
  for (let position = 0; position < positions; position++) {
    const start = row * inputs.columns + position * fanIn;
    for (let input = 0; input < fanIn; input++) {
      const value = inputs.data[start + input] as number;
      if (value === 0) continue;
      for (let unit = 0; unit < units; unit++) {
        const place = input * units + unit;
        entries[place] = (entries[place] as number) + value * (deltas[position * units + unit] as number);
      }
    }
  }
}

/** δ of a hidden layer for one example and any label: Σ_k (p − e_y)_k J_k. */
export class HiddenDeltas {
  private readonly mean: Float64Array;
  private readonly deltas: Float64Array;
  private sum = 0;
  private meanRow = -1;

  constructor(
    private readonly jacobian: Matrix,
    private readonly probabilities: Matrix,
  ) {
    const size = jacobian.columns / probabilities.columns;
    this.mean = new Float64Array(size);
    this.deltas = new Float64Array(size);
  }

  /**
   * In an array that the next call overwrites. O(size) but for the row's likeliest class, where differences to its own
   * Jacobian are summed class by class: all else would be lost in rounding beside a probability of nearly 1.
   */
  at(row: number, label: number): Float64Array {
    const { jacobian, probabilities, deltas, mean } = this;
    const classes = probabilities.columns;
    const size = deltas.length;
    const own = row * jacobian.columns + label * size;
    const probabilityOf = (k: number) => probabilities.data[row * classes + k] as number;
    if (probabilityOf(label) < 0.5) {
      if (this.meanRow !== row) this.prepare(row);
      for (let place = 0; place < size; place++)
        deltas[place] = (mean[place] as number) - this.sum * (jacobian.data[own + place] as number);
      return deltas;
    }
    deltas.fill(0);
    for (let k = 0; k < classes; k++) {
      const probability = probabilityOf(k);
      if (k === label || probability === 0) continue;
      const other = row * jacobian.columns + k * size;
      for (let place = 0; place < size; place++) {
        const difference = (jacobian.data[other + place] as number) - (jacobian.data[own + place] as number);
        deltas[place] = (deltas[place] as number) + probability * difference;
      }
    }
    return deltas;
  }

  private prepare(row: number): void {
    const { jacobian, probabilities, mean } = this;
    const classes = probabilities.columns;
    mean.fill(0);
    this.sum = 0;
    for (let k = 0; k < classes; k++) {
      const probability = probabilities.data[row * classes + k] as number;
      this.sum += probability;
      const start = row * jacobian.columns + k * mean.length;
      for (let place = 0; place < mean.length; place++)
        mean[place] = (mean[place] as number) + probability * (jacobian.data[start + place] as number);
    }
    this.meanRow = row;
  }
}

/** The largest absolute value of a row, to refuse what is not finite. */
export function isFiniteRow(matrix: Matrix, row: number): boolean {
  return Number.isFinite(normOf('l1', matrix.data, row * matrix.columns, (row + 1) * matrix.columns));
}
