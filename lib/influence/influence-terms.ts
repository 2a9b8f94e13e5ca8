import { AppError } from '../errors';
import type { Matrix } from '../numeric/matrix';

/** How the Hessian over the classes is taken: whole, or one block a class and nothing between classes. */
export type CurvatureForm = 'exact' | 'block-diagonal';

/** Of so many parameters, (K − 1) · D, the whole Hessian is taken unless said otherwise. */
export const EXACT_PARAMETERS = 300;

/**
 * The expected Hessian of one row, C(x) ⊗ x xᵀ with C = diag(p) − p pᵀ, cut into what does not change from sum to sum.
 * Both factors are symmetric, so of each only a triangle is kept.
 */
export interface InfluenceTerms {
  readonly form: CurvatureForm;
  readonly rows: number;
  /** D: features, and the intercept's 1 */
  readonly size: number;
  /** D · (D + 1) / 2 */
  readonly triangle: number;
  /** the entries of C that count, first ≥ second */
  readonly pairs: readonly (readonly [first: number, second: number])[];
  /** places of C that hang together; between groups the Hessian is 0 */
  readonly groups: readonly { readonly members: readonly number[] }[];
  /** writes x_a · x_b, a ≥ b */
  readonly products: (row: number, into: Float64Array) => void;
  /** writes the entries of C of each pair */
  readonly coefficients: (row: number, into: Float64Array) => void;
  /** writes those of (p − e_y)(p − e_y)ᵀ, of which C is the mean over the labels y */
  readonly errorCoefficients: (row: number, label: number, into: Float64Array) => void;
}

/**
 * Softmax has one set of parameters too many: adding the same to all classes changes nothing. The whole Hessian is
 * therefore taken in K − 1 orthonormal directions that leave that one out; scores do not change by it (C is 0 there),
 * and no ridge must hide that the K-class Hessian is singular. For two classes it is logistic regression, scaled.
 *
 * @param probabilities n × K
 * @param features n × d
 * @param intercept whether a 1 is added to the features
 * @param exactParameters largest number of parameters, (K − 1) · D, of which the whole Hessian is taken
 * @throws AppError `bad-input` for rows that differ
 */
export function influenceTerms(
  probabilities: Matrix,
  features: Matrix,
  intercept = true,
  exactParameters = EXACT_PARAMETERS,
): InfluenceTerms {
  const { rows, columns: classes } = probabilities;
  if (features.rows !== rows) {
    throw new AppError('bad-input', `${rows} rows of probabilities, but ${features.rows} of features.`);
  }
  const size = features.columns + (intercept ? 1 : 0);
  const form = (classes - 1) * size <= exactParameters ? 'exact' : 'block-diagonal';
  const places = [...Array(form === 'exact' ? Math.max(1, classes - 1) : classes).keys()];
  const pairs =
    form === 'exact'
      ? places.flatMap((first) => places.slice(0, first + 1).map((second) => [first, second] as const))
      : places.map((place) => [place, place] as const);
  const input = new Float64Array(size).fill(1);
  return {
    form,
    rows,
    size,
    triangle: (size * (size + 1)) / 2,
    pairs,
    groups: form === 'exact' ? [{ members: places }] : places.map((place) => ({ members: [place] })),
    products: (row, into) => {
      const start = row * features.columns;
      for (let column = 0; column < features.columns; column++) {
        input[column] = features.data[start + column] as number;
      }
      let place = 0;
      for (let first = 0; first < size; first++) {
        const factor = input[first] as number;
        for (let second = 0; second <= first; second++) into[place++] = factor * (input[second] as number);
      }
    },
    coefficients: form === 'exact' ? wholeCovariance(probabilities, pairs) : classVariances(probabilities),
    errorCoefficients: errorProducts(probabilities, pairs, form),
  };
}

function classVariances({ data, columns }: Matrix): InfluenceTerms['coefficients'] {
  return (row, into) => {
    for (let label = 0; label < columns; label++) {
      const probability = data[row * columns + label] as number;
      into[label] = probability * (1 - probability);
    }
  };
}

function wholeCovariance(
  { data, columns }: Matrix,
  pairs: InfluenceTerms['pairs'],
): InfluenceTerms['coefficients'] {
  const basis = contrasts(columns);
  const count = Math.max(1, columns - 1);
  const means = new Float64Array(count);
  return (row, into) => {
    const start = row * columns;
    for (let place = 0; place < count; place++) {
      let mean = 0;
      for (let label = 0; label < columns; label++) {
        mean += (basis[place * columns + label] as number) * (data[start + label] as number);
      }
      means[place] = mean;
    }
    pairs.forEach(([first, second], pair) => {
      let sum = 0;
      for (let label = 0; label < columns; label++) {
        // centred, so that a confident row loses no digits
        sum +=
          ((basis[first * columns + label] as number) - (means[first] as number)) *
          ((basis[second * columns + label] as number) - (means[second] as number)) *
          (data[start + label] as number);
      }
      into[pair] = sum;
    });
  };
}

function errorProducts(
  { data, columns }: Matrix,
  pairs: InfluenceTerms['pairs'],
  form: CurvatureForm,
): InfluenceTerms['errorCoefficients'] {
  const basis = form === 'exact' ? contrasts(columns) : identityBasis(columns);
  const errors = new Float64Array(basis.length / columns);
  return (row, label, into) => {
    const start = row * columns;
    for (let place = 0; place < errors.length; place++) {
      const ofLabel = basis[place * columns + label] as number;
      let error = 0;
      // Σ_k p_k (b_k − b_y): of a confident and right row nothing is subtracted from 1
      for (let k = 0; k < columns; k++) {
        error += (data[start + k] as number) * ((basis[place * columns + k] as number) - ofLabel);
      }
      errors[place] = error;
    }
    pairs.forEach(([first, second], pair) => {
      into[pair] = (errors[first] as number) * (errors[second] as number);
    });
  };
}

function identityBasis(classes: number): Float64Array {
  const basis = new Float64Array(classes * classes);
  for (let place = 0; place < classes; place++) basis[place * (classes + 1)] = 1;
  return basis;
}

/** K − 1 orthonormal rows of K, each orthogonal to all ones (Helmert). */
function contrasts(classes: number): Float64Array {
  const basis = new Float64Array(Math.max(1, classes - 1) * classes);
  for (let place = 0; place + 1 < classes; place++) {
    const count = place + 1;
    const scale = 1 / Math.sqrt(count * (count + 1));
    basis.fill(scale, place * classes, place * classes + count);
    basis[place * classes + count] = -count * scale;
  }
  return basis;
}
