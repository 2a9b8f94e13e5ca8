import type { Matrix } from '@/lib/numeric/matrix';

/** Slopes by a layer's outputs for one class after another, put together as one row an example, class after class. */
export class JacobianCollector {
  private data: Float32Array | null = null;

  constructor(
    private readonly rows: number,
    private readonly classes: number,
  ) {}

  /** @param slopes rows × values, from a slope of 1 at the logit of the class */
  add(classNumber: number, slopes: Float32Array | Float64Array): void {
    const { rows, classes } = this;
    const size = slopes.length / rows;
    this.data ??= new Float32Array(slopes.length * classes);
    for (let row = 0; row < rows; row++) {
      this.data.set(slopes.subarray(row * size, (row + 1) * size), (row * classes + classNumber) * size);
    }
  }

  matrix(): Matrix {
    const data = this.data ?? new Float32Array();
    return { data, rows: this.rows, columns: data.length / this.rows };
  }
}
