import { AppError } from '../errors';
import { factorCholesky, solveCholesky } from '../numeric/cholesky';
import { dot } from '../numeric/vector';
import type { InfluenceTerms } from './influence-terms';

/** A symmetric matrix of the parameters, as blocks of which only the curvature's form has pairs. */
export interface PackedBlocks {
  /** pair after pair; of each the lower triangle, row by row */
  readonly values: Float64Array;
}

/**
 * mean(weight · C(x) ⊗ x xᵀ) over the rows: with weights π it is H_π, the Hessian that a selection of these inclusion
 * probabilities leaves. O(rows · pairs · D²/2).
 *
 * @param weights one a row, or null for all 1
 */
export function expectedHessian(terms: InfluenceTerms, weights: Float64Array | null): PackedBlocks {
  const sums = new Float64Array(terms.pairs.length * terms.triangle);
  addHessians(terms, weights, sums);
  return { values: sums.map((sum) => sum / Math.max(1, terms.rows)) };
}

/**
 * sums += Σ weight · C(x) ⊗ x xᵀ over the rows, packed: row after row, so that a pool in shards gives the same bits.
 *
 * @param weights one a row, or null for all 1
 */
export function addHessians(terms: InfluenceTerms, weights: Float64Array | null, sums: Float64Array): void {
  const { pairs, triangle } = terms;
  const products = new Float64Array(triangle);
  const coefficients = new Float64Array(pairs.length);
  for (let row = 0; row < terms.rows; row++) {
    const weight = weights ? (weights[row] as number) : 1;
    if (weight === 0) continue;
    terms.products(row, products);
    terms.coefficients(row, coefficients);
    for (let pair = 0; pair < pairs.length; pair++) {
      const factor = weight * (coefficients[pair] as number);
      if (factor === 0) continue;
      const start = pair * triangle;
      for (let place = 0; place < triangle; place++) {
        sums[start + place] = (sums[start + place] as number) + factor * (products[place] as number);
      }
    }
  }
}

/** Tr(C(x) ⊗ x xᵀ · matrix) of each row. O(rows · pairs · D²/2). */
export function tracesWith(terms: InfluenceTerms, matrix: PackedBlocks): Float64Array {
  const traces = new Float64Array(terms.rows);
  const coefficients = new Float64Array(terms.pairs.length);
  eachQuadraticForm(terms, matrix, (row, forms) => {
    terms.coefficients(row, coefficients);
    traces[row] = dot(coefficients, forms);
  });
  return traces;
}

/**
 * Calls `visit` for each row with xᵀ · block · x of every pair of classes, twice that for blocks off the diagonal: the
 * sum over pairs of (entry of any symmetric K × K matrix A) · form is Tr(A ⊗ x xᵀ · matrix). The array is overwritten.
 *
 * O(rows · pairs · D²/2)
 */
export function eachQuadraticForm(
  terms: InfluenceTerms,
  { values }: PackedBlocks,
  visit: (row: number, forms: Float64Array) => void,
): void {
  const { pairs, triangle, size } = terms;
  // everything off a diagonal stands for two entries
  const weighted = values.slice();
  pairs.forEach(([first, second], pair) => {
    const factor = first === second ? 1 : 2;
    let place = pair * triangle;
    for (let row = 0; row < size; row++) {
      for (let column = 0; column <= row; column++, place++) {
        weighted[place] = (weighted[place] as number) * factor * (column === row ? 1 : 2);
      }
    }
  });
  const products = new Float64Array(triangle);
  const forms = new Float64Array(pairs.length);
  for (let row = 0; row < terms.rows; row++) {
    terms.products(row, products);
    for (let pair = 0; pair < pairs.length; pair++) {
      const start = pair * triangle;
      let sum = 0;
      for (let place = 0; place < triangle; place++) {
        sum += (weighted[start + place] as number) * (products[place] as number);
      }
      forms[pair] = sum;
    }
    visit(row, forms);
  }
}

/**
 * H⁻¹ Q H⁻¹ with the ridge added to H, in the same packed form (of the blocks off the pattern nothing is asked).
 *
 * @param target Q; null for the identity
 * @param ridge what the model was fitted with, beside the share of the diagonal that is always added
 * O(blocks · size³)
 */
export function sandwich(
  terms: InfluenceTerms,
  hessian: PackedBlocks,
  target: PackedBlocks | null,
  ridge = 0,
): PackedBlocks {
  const values = new Float64Array(hessian.values.length);
  const scale = meanDiagonal(terms, hessian);
  for (const group of terms.groups) {
    const length = group.members.length * terms.size;
    const factor = factorWithRidge(terms, hessian, group, { scale, ridge });
    const inverse = identity(length);
    solveCholesky(factor, length, inverse, length);
    const middle = target ? multiply(unpack(terms, target, group), inverse, length) : inverse;
    pack(terms, multiply(inverse, middle, length), group, values);
  }
  return { values };
}

/** Share of the mean diagonal that is added: keeps directions that hardly any row has from counting without bounds. */
const RIDGE = 1e-6;

/** Where rounding makes the sum indefinite all the same, the ridge grows until it is not. */
function factorWithRidge(
  terms: InfluenceTerms,
  hessian: PackedBlocks,
  group: Group,
  { scale, ridge }: { readonly scale: number; readonly ridge: number },
): Float64Array {
  const length = group.members.length * terms.size;
  for (let share = RIDGE; ; share *= 100) {
    const matrix = unpack(terms, hessian, group);
    for (let place = 0; place < length; place++) {
      matrix[place * (length + 1)] = (matrix[place * (length + 1)] as number) + ridge + share * scale;
    }
    if (factorCholesky(matrix, length)) return matrix;
    if (share > 1) throw new AppError('bad-input', 'The features or probabilities are too large to add up.');
  }
}

/** Mean of all diagonals, 1 where they are all 0: nothing is told apart then anyhow. */
function meanDiagonal({ pairs, size, triangle }: InfluenceTerms, { values }: PackedBlocks): number {
  let sum = 0;
  let count = 0;
  pairs.forEach(([first, second], pair) => {
    if (first !== second) return;
    for (let row = 0; row < size; row++, count++) {
      sum += values[pair * triangle + (row * (row + 3)) / 2] as number;
    }
  });
  return sum / count || 1;
}

function identity(length: number): Float64Array {
  const matrix = new Float64Array(length * length);
  for (let place = 0; place < length; place++) matrix[place * (length + 1)] = 1;
  return matrix;
}

type Group = InfluenceTerms['groups'][number];

/** Calls `visit` for each packed entry of a group with its two places in the group's full matrix. */
function eachEntry(
  { pairs, size, triangle }: InfluenceTerms,
  { members }: Group,
  visit: (packed: number, row: number, column: number) => void,
): void {
  pairs.forEach(([first, second], pair) => {
    const [rowBlock, columnBlock] = [members.indexOf(first), members.indexOf(second)];
    if (rowBlock < 0 || columnBlock < 0) return;
    let packed = pair * triangle;
    for (let row = 0; row < size; row++) {
      for (let column = 0; column <= row; column++, packed++) {
        visit(packed, rowBlock * size + row, columnBlock * size + column);
      }
    }
  });
}

function unpack(terms: InfluenceTerms, { values }: PackedBlocks, group: Group): Float64Array {
  const { size } = terms;
  const length = group.members.length * size;
  const matrix = new Float64Array(length * length);
  eachEntry(terms, group, (packed, row, column) => {
    const value = values[packed] as number;
    // a block is symmetric itself, and so is the whole
    const turnedRow = Math.floor(row / size) * size + (column % size);
    const turnedColumn = Math.floor(column / size) * size + (row % size);
    matrix[row * length + column] = value;
    matrix[column * length + row] = value;
    matrix[turnedRow * length + turnedColumn] = value;
    matrix[turnedColumn * length + turnedRow] = value;
  });
  return matrix;
}

/** Of each block the symmetric part, which is all that a product with x xᵀ sees. */
function pack(terms: InfluenceTerms, matrix: Float64Array, group: Group, values: Float64Array): void {
  const { size } = terms;
  const length = group.members.length * size;
  eachEntry(terms, group, (packed, row, column) => {
    const turnedRow = Math.floor(row / size) * size + (column % size);
    const turnedColumn = Math.floor(column / size) * size + (row % size);
    values[packed] =
      ((matrix[row * length + column] as number) + (matrix[turnedRow * length + turnedColumn] as number)) / 2;
  });
}

/** left · right, both length × length; along rows, so that memory is read in order. */
function multiply(left: Float64Array, right: Float64Array, length: number): Float64Array {
  const product = new Float64Array(length * length);
  for (let row = 0; row < length; row++) {
    const target = product.subarray(row * length, (row + 1) * length);
    for (let middle = 0; middle < length; middle++) {
      const factor = left[row * length + middle] as number;
      if (factor === 0) continue;
      const start = middle * length;
      for (let column = 0; column < length; column++) {
        target[column] = (target[column] as number) + factor * (right[start + column] as number);
      }
    }
  }
  return product;
}
