import type { Matrix } from '@/lib/numeric/matrix';
import type { FittedRows, PoolLearning } from './content-extractor';

/** Mean and population standard deviation of each column. */
interface ColumnMoments {
  readonly mean: Float64Array;
  readonly deviation: Float64Array;
}

/**
 * Collects the moments of matrix columns, row by row in one pass, in double precision and without the cancellation that
 * sums of squares suffer (Welford 1962, Technometrics 4:419).
 */
class ColumnMomentsCollector {
  private readonly mean: Float64Array;
  private readonly squares: Float64Array;
  private rows = 0;

  constructor(private readonly columns: number) {
    this.mean = new Float64Array(columns);
    this.squares = new Float64Array(columns);
  }

  add(matrix: Matrix, row: number): void {
    const { mean, squares, columns } = this;
    const { data } = matrix;
    const start = row * columns;
    this.rows++;
    const share = 1 / this.rows;
    for (let column = 0; column < columns; column++) {
      const value = data[start + column] as number;
      const before = value - (mean[column] as number);
      mean[column] = (mean[column] as number) + before * share;
      squares[column] = (squares[column] as number) + before * (value - (mean[column] as number));
    }
  }

  get count(): number {
    return this.rows;
  }

  finish(): ColumnMoments {
    const count = Math.max(1, this.rows);
    return { mean: this.mean, deviation: this.squares.map((sum) => Math.sqrt(sum / count)) };
  }
}

/** (value − mean) / deviation, by column; a column without deviation is only centred. */
function standardize(matrix: Matrix, { mean, deviation }: ColumnMoments): Matrix {
  const { rows, columns } = matrix;
  const data = new Float32Array(matrix.data.length);
  const scale = deviation.map((value) => (value === 0 ? 1 : 1 / value));
  for (let row = 0; row < rows; row++) {
    const start = row * columns;
    for (let column = 0; column < columns; column++) {
      const centred = (matrix.data[start + column] as number) - (mean[column] as number);
      data[start + column] = centred * (scale[column] as number);
    }
  }
  return { data, rows, columns };
}

/** Standardizes each column; keeps mean and deviation as the two rows of `standardization.npy`. */
export const standardization: PoolLearning = {
  fileName: 'standardization.npy',
  start(columns) {
    const collector = new ColumnMomentsCollector(columns);
    return {
      add: (matrix, row) => collector.add(matrix, row),
      finish: () => standardizing(collector.finish()),
    };
  },
  restore(values) {
    const columns = values.length / 2;
    return standardizing({ mean: values.subarray(0, columns), deviation: values.subarray(columns) });
  },
};

function standardizing(moments: ColumnMoments): FittedRows {
  const values = Float64Array.from([...moments.mean, ...moments.deviation]);
  return {
    apply: (matrix) => standardize(matrix, moments),
    parameters: { values, shape: [2, moments.mean.length] },
  };
}
