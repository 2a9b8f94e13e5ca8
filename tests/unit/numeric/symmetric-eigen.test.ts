import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from '@/lib/numeric/random';
import { symmetricEigen } from '@/lib/numeric/symmetric-eigen';

/** Symmetric, of any rank up to its size, with repeated eigenvalues where the rank is low. */
function symmetric(size: number, rank: number, seed: number): Float64Array {
  const random = createRandom(seed, 'matrix');
  const root = Float64Array.from({ length: rank * size }, () => random.normal());
  const signs = Float64Array.from({ length: rank }, () => (random.uniform() < 0.3 ? -1 : 1));
  const matrix = new Float64Array(size * size);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      for (let k = 0; k < rank; k++) {
        matrix[row * size + column]! += signs[k]! * root[k * size + row]! * root[k * size + column]!;
      }
    }
  }
  return matrix;
}

describe('eigenvalues of a symmetric matrix', () => {
  it('give orthonormal rows that the matrix only stretches, ascending', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 24 }), fc.nat(24), fc.nat(), (size, rank, seed) => {
        const matrix = symmetric(size, Math.min(rank, size), seed);
        const { values, vectors } = symmetricEigen(matrix, size);
        expect([...values]).toEqual([...values].sort((left, right) => left - right));
        const scale = 1 + Math.max(...values.map(Math.abs));
        for (let i = 0; i < size; i++) {
          for (let j = 0; j < size; j++) {
            let product = 0;
            let stretched = 0;
            for (let k = 0; k < size; k++) {
              product += vectors[i * size + k]! * vectors[j * size + k]!;
              stretched += matrix[j * size + k]! * vectors[i * size + k]!;
            }
            expect(product).toBeCloseTo(i === j ? 1 : 0, 10);
            expect(stretched / scale).toBeCloseTo((values[i]! * vectors[i * size + j]!) / scale, 10);
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it('are those of the second difference, 2 − 2 cos(πk / (n + 1))', () => {
    const size = 30;
    const matrix = new Float64Array(size * size);
    for (let row = 0; row < size; row++) {
      matrix[row * size + row] = 2;
      if (row > 0) matrix[row * size + row - 1] = matrix[(row - 1) * size + row] = -1;
    }
    const { values } = symmetricEigen(matrix, size);
    values.forEach((value, k) =>
      expect(value).toBeCloseTo(2 - 2 * Math.cos((Math.PI * (k + 1)) / (size + 1)), 12),
    );
  });

  it('are refused of a matrix with NaN', () => {
    expect(() => symmetricEigen(Float64Array.of(1, NaN, NaN, 1), 2)).toThrow(RangeError);
  });
});
