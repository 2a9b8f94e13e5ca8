import { AppError } from '../errors';
import type { SoftmaxData } from './tensor-engine';

/** How a fit ended. */
export interface SoftmaxFit {
  /** (d + 1) × K, row-major: d rows of weights, then the row of biases */
  readonly parameters: Float64Array;
  /** (1/Σw) Σ w · cross-entropy + ridge/2 · ‖W‖² */
  readonly objective: number;
  readonly iterations: number;
  readonly evaluations: number;
  /** ‖gradient‖ / ‖gradient at zero‖ */
  readonly relativeGradientNorm: number;
  /** false where the iterations ran out, or rounding allowed no further progress */
  readonly converged: boolean;
  /** classes without any example, ascending; the model gives them probability 0 */
  readonly absentClasses: number[];
}

/** So low that exp of it is exactly 0 beside any logit, and finite so that nothing becomes NaN. */
const ABSENT_CLASS_BIAS = -1e30;

/** The classes that occur, and the data renumbered to them. */
export interface PresentClasses {
  readonly present: number[];
  readonly absent: number[];
  readonly data: SoftmaxData;
}

/**
 * Leaves out the classes without examples: with an unpenalized bias their objective has no minimum (theory 0.11).
 *
 * O(n + K); the labels are copied only where a class is absent.
 */
export function keepPresentClasses(data: SoftmaxData): PresentClasses {
  const counts = new Int32Array(data.classes);
  for (const label of data.labels) counts[label] = (counts[label] as number) + 1;
  const present: number[] = [];
  const absent: number[] = [];
  counts.forEach((count, label) => (count > 0 ? present : absent).push(label));
  if (absent.length === 0) return { present, absent, data };
  const renumbered = new Int32Array(data.classes);
  present.forEach((label, index) => (renumbered[label] = index));
  const labels = data.labels.map((label) => renumbered[label] as number);
  return { present, absent, data: { ...data, labels, classes: present.length } };
}

/** Parameters of the present classes as parameters of all: absent ones get weights 0 and a bias that no logit reaches. */
export function expandToAllClasses(parameters: Float64Array, classes: PresentClasses): Float64Array {
  const { present, absent } = classes;
  if (absent.length === 0) return parameters;
  const total = present.length + absent.length;
  const rows = parameters.length / present.length;
  const expanded = new Float64Array(rows * total);
  for (let row = 0; row < rows; row++) {
    present.forEach((label, index) => {
      expanded[row * total + label] = parameters[row * present.length + index] as number;
    });
  }
  for (const label of absent) expanded[(rows - 1) * total + label] = ABSENT_CLASS_BIAS;
  return expanded;
}

/** The columns of the present classes, as a new array. The inverse of `expandToAllClasses`. */
export function restrictToPresentClasses(parameters: Float64Array, classes: PresentClasses): Float64Array {
  const { present, absent } = classes;
  const total = present.length + absent.length;
  const rows = parameters.length / total;
  const restricted = new Float64Array(rows * present.length);
  for (let row = 0; row < rows; row++) {
    present.forEach((label, index) => {
      restricted[row * present.length + index] = parameters[row * total + label] as number;
    });
  }
  return restricted;
}

/** @throws AppError `bad-input` where shapes, labels, weights or the ridge are not usable; says which. O(n). */
export function checkSoftmaxData(data: SoftmaxData, ridge: number): void {
  const { features, labels, weights, classes } = data;
  const refuse = (message: string): never => {
    throw new AppError('bad-input', message, 'Check the training data of the model.');
  };
  if (features.rows === 0) refuse('There is nothing to train on: no labeled example.');
  if (labels.length !== features.rows) refuse(`${features.rows} feature rows, but ${labels.length} labels.`);
  if (weights && weights.length !== features.rows)
    refuse(`${features.rows} rows, but ${weights.length} weights.`);
  const wrongLabel = labels.findIndex((label) => label < 0 || label >= classes);
  if (wrongLabel >= 0)
    refuse(`The label in row ${wrongLabel} is ${labels[wrongLabel]}, of ${classes} classes.`);
  const wrongWeight = weights?.findIndex((weight) => !(weight > 0 && weight < Infinity)) ?? -1;
  if (wrongWeight >= 0)
    refuse(`The weight in row ${wrongWeight} is ${weights?.[wrongWeight]}; it must be positive.`);
  if (!(ridge >= 0 && ridge < Infinity)) refuse(`The ridge is ${ridge}; it must be 0 or larger.`);
}
