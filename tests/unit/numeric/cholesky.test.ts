import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { factorCholesky, solveCholesky } from '@/lib/numeric/cholesky';
import { createRandom } from '@/lib/numeric/random';

describe('Cholesky', () => {
  it('solves A·X = B for A = M·Mᵀ + I', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 23 }),
        fc.integer({ min: 1, max: 5 }),
        fc.nat(),
        (size, columns, seed) => {
          const random = createRandom(seed, 'matrix');
          const root = Float64Array.from({ length: size * size }, () => random.normal());
          const solution = Float64Array.from({ length: size * columns }, () => random.normal());
          const matrix = new Float64Array(size * size);
          const values = new Float64Array(size * columns);
          for (let row = 0; row < size; row++) {
            for (let column = 0; column < size; column++) {
              let entry = row === column ? 1 : 0;
              for (let k = 0; k < size; k++) entry += root[row * size + k]! * root[column * size + k]!;
              matrix[row * size + column] = entry;
              for (let k = 0; k < columns; k++)
                values[row * columns + k]! += entry * solution[column * columns + k]!;
            }
          }
          expect(factorCholesky(matrix, size)).toBe(true);
          solveCholesky(matrix, size, values, columns);
          values.forEach((value, index) => expect(value).toBeCloseTo(solution[index] as number, 8));
        },
      ),
    );
  });

  it('notices a matrix that is not positive definite', () => {
    expect(factorCholesky(Float64Array.of(1, 2, 2, 1), 2)).toBe(false);
    expect(factorCholesky(Float64Array.of(NaN), 1)).toBe(false);
  });
});
