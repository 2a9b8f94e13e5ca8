import { createHash } from 'node:crypto';
import { AppError } from '@/lib/errors';
import type { Matrix } from '@/lib/numeric/matrix';
import { createMatrix } from '@/lib/numeric/matrix';
import type { Model } from '@/lib/surrogates/models';
import { createRandom } from '@/lib/numeric/random';
import type { DatabaseClient } from '../db/client';
import type { LabeledRow } from './labels.repository';
import { listTrainingLabels } from './labels.repository';

/** Which examples a model is trained on, by row, with label and weight. */
export interface TrainingSet {
  readonly rows: Int32Array;
  readonly labels: Int32Array;
  /** null for all one */
  readonly weights: Float32Array | null;
}

/**
 * The labels that live models train on; `count` of them drawn at random where it is given.
 *
 * @throws AppError `conflict` where they are none, fewer than `count`, or all of one class
 */
export async function collectTrainingSet(
  db: DatabaseClient,
  input: {
    projectId: string;
    classes: readonly string[];
    rowLimit: number;
    count?: number;
    seed: number;
    /** training weight of a row, 1 for all unless given */
    weightOf?: (row: number) => number;
  },
): Promise<TrainingSet> {
  const all = await listTrainingLabels(db, input);
  if (all.length === 0) {
    throw new AppError('conflict', 'There is no label to train on.', 'Label a batch of seed examples first.');
  }
  const labeled = input.count === undefined ? all : drawLabels(all, input.count, input.seed);
  requireTwoClasses(labeled, input.classes);
  const { weightOf } = input;
  return {
    rows: Int32Array.from(labeled, ({ row }) => row),
    labels: Int32Array.from(labeled, ({ label }) => label),
    weights: weightOf ? Float32Array.from(labeled, ({ row }) => weightOf(row)) : null,
  };
}

/** n × 3 matrix of row, label and weight: float32 holds whole numbers up to 16 million exactly. */
export function encodeTrainingSet({ rows, labels, weights }: TrainingSet): Matrix {
  const data = new Float32Array(rows.length * 3);
  rows.forEach((row, index) => data.set([row, labels[index] as number, weights?.[index] ?? 1], index * 3));
  return createMatrix(data, rows.length, 3);
}

export function decodeTrainingSet({ data, rows }: Matrix): TrainingSet {
  const column = (place: number) => (_: unknown, index: number) => data[index * 3 + place] as number;
  const weights = Float32Array.from({ length: rows }, column(2));
  return {
    rows: Int32Array.from({ length: rows }, column(0)),
    labels: Int32Array.from({ length: rows }, column(1)),
    weights: weights.every((weight) => weight === 1) ? null : weights,
  };
}

/** sha256 of all that a surrogate is made of: the same inputs have the same key. */
export function surrogateKey(
  inputs: {
    featureSetId: string;
    model: Model;
    classes: number;
    ridge: 'cv' | number;
    seed: number;
    engine: string;
  },
  training: TrainingSet,
): string {
  const { featureSetId, classes, ridge, seed, engine } = inputs;
  // a softmax regression keeps the key that it had when there was no other model
  const model = inputs.model.name === 'softmax' ? inputs.model.name : inputs.model;
  return createHash('sha256')
    .update(JSON.stringify([featureSetId, model, classes, ridge, seed, engine]))
    .update(bytesOf(encodeTrainingSet(training).data))
    .digest('hex');
}

function bytesOf(values: Float32Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}

function drawLabels(all: readonly LabeledRow[], count: number, seed: number): LabeledRow[] {
  if (count > all.length) {
    throw new AppError(
      'conflict',
      `There are ${all.length} labels, not ${count}.`,
      'Ask for fewer, or label more examples first.',
    );
  }
  const drawn = createRandom(seed, 'surrogate labels').sample(all.length, count).sort();
  return Array.from(drawn, (index) => all[index] as LabeledRow);
}

function requireTwoClasses(labeled: readonly LabeledRow[], classes: readonly string[]): void {
  if (classes.length < 2) {
    throw new AppError(
      'conflict',
      `A model needs at least 2 classes; this project has ${classes.length}.`,
      'Add classes in the settings of the project.',
    );
  }
  const first = labeled[0]?.label ?? 0;
  if (labeled.some(({ label }) => label !== first)) return;
  throw new AppError(
    'conflict',
    labeled.length === 1
      ? `The only label is “${classes[first]}”.`
      : `All ${labeled.length} labels are “${classes[first]}”.`,
    'Label more examples, until at least two classes occur.',
  );
}
