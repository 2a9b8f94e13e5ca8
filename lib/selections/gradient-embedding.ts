import { predictedLabels } from '../metrics/classification';
import type { Matrix } from '../numeric/matrix';
import { rowProduct, squaredNorms } from '../numeric/row-products';

/**
 * The gradient of the last layer as if the predicted class were the label: (p − e_ŷ) ⊗ [h; 1], K · (d + 1) numbers an
 * example. They are never formed: the product of two is the product of their residuals' and their inputs' products.
 */
export interface GradientEmbedding {
  readonly rows: number;
  /** the predicted class of each row */
  readonly predicted: Int32Array;
  readonly squaredNorms: Float64Array;
  /** (p_i − e) · (p_j − e): the cheap factor, O(K) */
  residualProduct(left: number, right: number): number;
  /** [h_i; 1] · [h_j; 1], O(d) */
  inputProduct(left: number, right: number): number;
  /** largest that `inputProduct` can be, O(1) */
  inputBound(left: number, right: number): number;
}

/**
 * @param probabilities n × K
 * @param features n × d, what the last layer saw
 * O(n · (K + d))
 */
export function gradientEmbedding(probabilities: Matrix, features: Matrix): GradientEmbedding {
  const predicted = predictedLabels(probabilities);
  const residuals = residualsOf(probabilities, predicted);
  const residualNorms = squaredNorms(residuals);
  const inputNorms = squaredNorms(features).map((squares) => squares + 1);
  return {
    rows: probabilities.rows,
    predicted,
    squaredNorms: residualNorms.map((norm, row) => norm * (inputNorms[row] as number)),
    residualProduct: (left, right) => rowProduct(residuals, left, residuals, right),
    inputProduct: (left, right) => rowProduct(features, left, features, right) + 1,
    inputBound: (left, right) => Math.sqrt((inputNorms[left] as number) * (inputNorms[right] as number)),
  };
}

/** p − e_ŷ; the entry of the predicted class as minus the sum of the others, which keeps confident rows apart. */
function residualsOf({ data, rows, columns }: Matrix, predicted: Int32Array): Matrix {
  const residuals = Float32Array.from(data);
  for (let row = 0; row < rows; row++) {
    const top = row * columns + (predicted[row] as number);
    let others = 0;
    for (let place = row * columns; place < (row + 1) * columns; place++) {
      if (place !== top) others += data[place] as number;
    }
    residuals[top] = -others;
  }
  return { data: residuals, rows, columns };
}
