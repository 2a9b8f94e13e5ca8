import { AppError } from '../errors';
import type { Matrix } from '../numeric/matrix';

/**
 * One layer of a network over n examples, as much of it as the gradients of single examples need.
 *
 * The gradient of the loss in the layer's weights is Σ_t a_t δ_tᵀ over its positions t (one for a dense layer, all
 * places of the output map for a convolution), with a_t what the position sees and δ_t = ∂ loss / ∂ pre-activation.
 */
export interface LayerRecord {
  /** n × (positions · fan-in): a_t position after position; of a convolution the flattened patch. Without the bias's 1. */
  readonly inputs: Matrix;
  /** 1 for a dense layer; rows × columns of the output map for a convolution (before pooling) */
  readonly positions: number;
  /** outputs at each position: neurons or channels */
  readonly units: number;
  /**
   * n × (K · positions · units): ∂ logit_k / ∂ pre-activation of (position, unit), class after class. Its combination
   * Σ_k (p − e_y)_k J_k is δ for the label y, for every y at once. Null for the last layer, where it is the identity.
   */
  readonly jacobian: Matrix | null;
}

/** The layers of a network with weights, first to last, over the same n examples; the last one makes the logits. */
export interface LayerTrace {
  readonly layers: readonly LayerRecord[];
}

/** A stack of dense layers: what went into each, its weights, and how its activation reacted. */
export interface DenseLayers {
  /** a_{l−1} of each layer, first to last: n × d_{l−1} */
  readonly inputs: readonly Matrix[];
  /** W_l of each layer, first to last: d_{l−1} × d_l */
  readonly weights: readonly Matrix[];
  /** φ′(u_l) of each layer but the last: n × d_l */
  readonly derivatives: readonly Matrix[];
}

/**
 * The trace of a multi-layer perceptron by the recursion J_L = I, J_l = diag(φ′(u_l)) W_{l+1} J_{l+1}.
 *
 * @throws AppError `bad-input` where the shapes do not fit together
 * O(n · K · Σ d_l · d_{l+1}) without the last layer, whose Jacobian is never formed; memory O(n · K · Σ d_l), so give
 * the examples in blocks of rows.
 */
export function traceDenseLayers({ inputs, weights, derivatives }: DenseLayers): LayerTrace {
  const depth = weights.length;
  if (depth === 0 || inputs.length !== depth || derivatives.length !== depth - 1) {
    throw new AppError(
      'bad-input',
      'A trace needs inputs and weights of each layer, and derivatives of all but the last.',
    );
  }
  const last = weights[depth - 1] as Matrix;
  const classes = last.columns;
  const rows = (inputs[0] as Matrix).rows;
  let jacobian: Matrix | null = null;
  const layers: LayerRecord[] = [
    { inputs: inputs[depth - 1] as Matrix, positions: 1, units: classes, jacobian: null },
  ];
  for (let layer = depth - 2; layer >= 0; layer--) {
    const next = weights[layer + 1] as Matrix;
    const derivative = derivatives[layer] as Matrix;
    if (derivative.rows !== rows || derivative.columns !== next.rows) {
      throw new AppError(
        'bad-input',
        `Layer ${layer} has derivatives of ${derivative.rows} × ${derivative.columns}, not ${rows} × ${next.rows}.`,
      );
    }
    jacobian = stepBack(next, derivative, jacobian, classes);
    layers.unshift({ inputs: inputs[layer] as Matrix, positions: 1, units: next.rows, jacobian });
  }
  return { layers };
}

/** J_l of J_{l+1} (null: the identity), class after class. */
function stepBack(weights: Matrix, derivative: Matrix, next: Matrix | null, classes: number): Matrix {
  const { rows: units, columns: nextUnits } = weights;
  const data = new Float32Array(derivative.rows * classes * units);
  for (let row = 0; row < derivative.rows; row++) {
    for (let k = 0; k < classes; k++) {
      const target = (row * classes + k) * units;
      const source = (row * classes + k) * nextUnits;
      for (let unit = 0; unit < units; unit++) {
        const slope = derivative.data[row * units + unit] as number;
        if (slope === 0) continue;
        let sum = 0;
        if (next) {
          for (let j = 0; j < nextUnits; j++) {
            sum += (weights.data[unit * nextUnits + j] as number) * (next.data[source + j] as number);
          }
        } else {
          sum = weights.data[unit * nextUnits + k] as number;
        }
        data[target + unit] = slope * sum;
      }
    }
  }
  return { data, rows: derivative.rows, columns: classes * units };
}
