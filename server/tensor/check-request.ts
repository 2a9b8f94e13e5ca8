import { AppError } from '@/lib/errors';
import type { Matrix } from '@/lib/numeric/matrix';
import type { ScoreRequest, SoftmaxData } from '@/lib/surrogates/tensor-engine';

function refuse(message: string): never {
  throw new AppError('bad-input', message, 'Check the shapes of features, labels and weights.');
}

function checkMatrix({ data, rows, columns }: Matrix): void {
  if (rows < 1 || columns < 1)
    refuse(`Features need at least one row and one column, not ${rows} × ${columns}.`);
  if (data.length !== rows * columns) {
    refuse(`Features of ${rows} × ${columns} need ${rows * columns} values, not ${data.length}.`);
  }
}

/** Native code reads these arrays without asking, so every engine calls this before anything else. */
export function checkSoftmaxData({ features, labels, weights, classes }: SoftmaxData): void {
  checkMatrix(features);
  if (!Number.isInteger(classes) || classes < 2)
    refuse(`A classifier needs at least 2 classes, not ${classes}.`);
  if (labels.length !== features.rows)
    refuse(`${features.rows} rows need as many labels, not ${labels.length}.`);
  const stray = labels.findIndex((label) => label < 0 || label >= classes);
  if (stray >= 0) refuse(`Row ${stray} has label ${labels[stray]}, but there are ${classes} classes.`);
  if (weights) checkWeights(features, weights);
}

export function checkScoreRequest({ features, parameters, classes }: ScoreRequest): void {
  checkMatrix(features);
  if (!Number.isInteger(classes) || classes < 2)
    refuse(`A classifier needs at least 2 classes, not ${classes}.`);
  checkParameters(parameters, features.columns, classes);
}

export function checkMoment(features: Matrix, weights: Float32Array | null): void {
  checkMatrix(features);
  if (weights) checkWeights(features, weights);
}

export function checkProjection(features: Matrix, axes: Matrix, offset: Float32Array): void {
  checkMatrix(features);
  checkMatrix(axes);
  if (axes.rows !== features.columns)
    refuse(`Axes of ${axes.rows} rows cannot project ${features.columns} features.`);
  if (offset.length !== axes.columns)
    refuse(`${axes.columns} axes need as many offsets, not ${offset.length}.`);
}

export function checkParameters(parameters: Float64Array, columns: number, classes: number): void {
  const expected = (columns + 1) * classes;
  if (parameters.length !== expected)
    refuse(`The model needs ${expected} parameters, not ${parameters.length}.`);
}

function checkWeights(features: Matrix, weights: Float32Array): void {
  if (weights.length !== features.rows)
    refuse(`${features.rows} rows need as many weights, not ${weights.length}.`);
  const stray = weights.findIndex((weight) => !(weight >= 0 && weight < Infinity));
  if (stray >= 0) refuse(`Row ${stray} has weight ${weights[stray]}; weights are finite and not negative.`);
}

/** Σw in float64; refuses a sum of zero, by which the objective would be divided. */
export function sumWeights(rows: number, weights: Float32Array | null): number {
  if (!weights) return rows;
  let sum = 0;
  for (const weight of weights) sum += weight;
  if (sum <= 0) refuse('All weights are zero.');
  return sum;
}
