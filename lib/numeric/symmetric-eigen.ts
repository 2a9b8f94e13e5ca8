/** Eigenvalues ascending, and in row i the unit eigenvector of the i-th. */
export interface SymmetricEigen {
  readonly values: Float64Array;
  /** size × size, row-major: a row is an eigenvector */
  readonly vectors: Float64Array;
}

/** Sweeps that one eigenvalue may take; two or three are usual. */
const MOST_SWEEPS = 60;

/**
 * Eigenvalues and eigenvectors of a symmetric matrix: Householder's reduction to three diagonals, then implicit QL.
 *
 * Vectors are kept as rows throughout, so that every inner loop reads memory in order.
 *
 * @param matrix size × size, row-major, symmetric; not modified
 * @throws RangeError where an entry is not finite
 * Source: Golub and Van Loan, Matrix Computations (2013), algorithms 8.3.1 and 8.3.2. O(9 · size³)
 */
export function symmetricEigen(matrix: Float64Array, size: number): SymmetricEigen {
  if (!matrix.every(Number.isFinite)) throw new RangeError('The matrix has an entry that is not finite.');
  const { diagonal, beside, rows } = tridiagonalize(matrix.slice(), size);
  diagonalize(diagonal, beside, rows, size);
  const order = [...diagonal.keys()].sort(
    (left, right) => (diagonal[left] as number) - (diagonal[right] as number),
  );
  const vectors = new Float64Array(size * size);
  order.forEach((from, to) => vectors.set(rows.subarray(from * size, (from + 1) * size), to * size));
  return { values: Float64Array.from(order, (place) => diagonal[place] as number), vectors };
}

interface Tridiagonal {
  readonly diagonal: Float64Array;
  /** element i couples i and i + 1; the last is 0 */
  readonly beside: Float64Array;
  /** Qᵀ, where matrix = Q · tridiagonal · Qᵀ */
  readonly rows: Float64Array;
}

/** Reflects one column after the other onto its first element below the diagonal. Overwrites the matrix. */
function tridiagonalize(matrix: Float64Array, size: number): Tridiagonal {
  const diagonal = new Float64Array(size);
  const beside = new Float64Array(size);
  const factors = new Float64Array(size);
  /** the mirror of each step as a row, from its place on */
  const mirrors = new Float64Array(size * size);
  const product = new Float64Array(size);
  for (let step = 0; step < size - 1; step++) {
    diagonal[step] = matrix[step * size + step] as number;
    const from = step + 1;
    const mirror = mirrors.subarray(step * size, (step + 1) * size);
    for (let row = from; row < size; row++) mirror[row] = matrix[step * size + row] as number;
    const length = Math.sqrt(dotFrom(mirror, mirror, from, size));
    const first = mirror[from] as number;
    const reflected = first > 0 ? -length : length;
    beside[step] = reflected;
    if (length === 0) continue;
    mirror[from] = first - reflected;
    const factor = 2 / dotFrom(mirror, mirror, from, size);
    factors[step] = factor;
    for (let row = from; row < size; row++) {
      product[row] = factor * dotFrom(matrix.subarray(row * size, (row + 1) * size), mirror, from, size);
    }
    const half = (factor / 2) * dotFrom(product, mirror, from, size);
    for (let row = from; row < size; row++) {
      product[row] = (product[row] as number) - half * (mirror[row] as number);
    }
    for (let row = from; row < size; row++) {
      const start = row * size;
      const left = mirror[row] as number;
      const right = product[row] as number;
      for (let column = from; column < size; column++) {
        matrix[start + column] =
          (matrix[start + column] as number) -
          left * (product[column] as number) -
          right * (mirror[column] as number);
      }
    }
  }
  diagonal[size - 1] = matrix[size * size - 1] as number;
  return { diagonal, beside, rows: productOfMirrors(mirrors, factors, size) };
}

/** Hₙ₋₂ · … · H₀ as rows, from the inside out: each mirror touches only what lies behind its place. */
function productOfMirrors(mirrors: Float64Array, factors: Float64Array, size: number): Float64Array {
  const rows = new Float64Array(size * size);
  for (let row = 0; row < size; row++) rows[row * size + row] = 1;
  for (let step = size - 2; step >= 0; step--) {
    const factor = factors[step] as number;
    if (factor === 0) continue;
    const mirror = mirrors.subarray(step * size, (step + 1) * size);
    for (let row = step + 1; row < size; row++) {
      const values = rows.subarray(row * size, (row + 1) * size);
      const scaled = factor * dotFrom(values, mirror, step + 1, size);
      for (let column = step + 1; column < size; column++) {
        values[column] = (values[column] as number) - scaled * (mirror[column] as number);
      }
    }
  }
  return rows;
}

/** Implicit QL with Wilkinson's shift: turns pairs of rows until nothing couples the diagonal. */
function diagonalize(diagonal: Float64Array, beside: Float64Array, rows: Float64Array, size: number): void {
  for (let place = 0; place < size; place++) {
    for (let sweep = 0; sweep < MOST_SWEEPS; sweep++) {
      const end = decoupledFrom(diagonal, beside, place, size);
      if (end === place) break;
      sweepUp(diagonal, beside, rows, size, place, end);
    }
  }
}

/** The first place from `place` on that is not coupled to the next. */
function decoupledFrom(diagonal: Float64Array, beside: Float64Array, place: number, size: number): number {
  let end = place;
  while (end < size - 1) {
    const scale = Math.abs(diagonal[end] as number) + Math.abs(diagonal[end + 1] as number);
    if (Math.abs(beside[end] as number) <= Number.EPSILON * scale) break;
    end++;
  }
  return end;
}

function sweepUp(
  diagonal: Float64Array,
  beside: Float64Array,
  rows: Float64Array,
  size: number,
  place: number,
  end: number,
): void {
  const coupling = beside[place] as number;
  const gap = ((diagonal[place + 1] as number) - (diagonal[place] as number)) / (2 * coupling);
  const root = Math.hypot(gap, 1);
  const shift = (diagonal[place] as number) - coupling / (gap + (gap < 0 ? -root : root));
  let running = (diagonal[end] as number) - shift;
  let sine = 1;
  let cosine = 1;
  let moved = 0;
  for (let at = end - 1; at >= place; at--) {
    const chased = sine * (beside[at] as number);
    const kept = cosine * (beside[at] as number);
    const length = Math.hypot(chased, running);
    beside[at + 1] = length;
    if (length === 0) {
      diagonal[at + 1] = (diagonal[at + 1] as number) - moved;
      beside[end] = 0;
      return;
    }
    sine = chased / length;
    cosine = running / length;
    const base = (diagonal[at + 1] as number) - moved;
    const turned = ((diagonal[at] as number) - base) * sine + 2 * cosine * kept;
    moved = sine * turned;
    diagonal[at + 1] = base + moved;
    running = cosine * turned - kept;
    turnRows(rows, at * size, (at + 1) * size, size, cosine, sine);
  }
  diagonal[place] = (diagonal[place] as number) - moved;
  beside[place] = running;
  beside[end] = 0;
}

function turnRows(
  rows: Float64Array,
  first: number,
  second: number,
  size: number,
  cosine: number,
  sine: number,
): void {
  for (let column = 0; column < size; column++) {
    const left = rows[first + column] as number;
    const right = rows[second + column] as number;
    rows[second + column] = sine * left + cosine * right;
    rows[first + column] = cosine * left - sine * right;
  }
}

/** Four sums side by side, because one would wait for its own last addition. */
function dotFrom(left: Float64Array, right: Float64Array, from: number, to: number): number {
  let [first, second, third, fourth] = [0, 0, 0, 0];
  let at = from;
  for (; at + 3 < to; at += 4) {
    first += (left[at] as number) * (right[at] as number);
    second += (left[at + 1] as number) * (right[at + 1] as number);
    third += (left[at + 2] as number) * (right[at + 2] as number);
    fourth += (left[at + 3] as number) * (right[at + 3] as number);
  }
  for (; at < to; at++) first += (left[at] as number) * (right[at] as number);
  return first + second + third + fourth;
}
