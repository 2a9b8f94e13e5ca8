import type { Matrix } from '../numeric/matrix';
import { multiplyRows } from '../numeric/matrix-products';
import { createRandom } from '../numeric/random';
import type { LabelProcess } from './label-process';

/** Examples and their labels, 0 or 1. */
export interface LabeledExamples {
  readonly features: Matrix;
  readonly labels: Int32Array;
}

/** θ₀: a direction drawn uniformly from the sphere, of length `signal`. O(p). */
export function drawTeacher(seed: number, dimension: number, signal: number): Float64Array {
  const random = createRandom(seed, 'synthetic', 'teacher');
  const teacher = Float64Array.from({ length: dimension }, () => random.normal());
  const length = Math.hypot(...teacher);
  return teacher.map((component) => (signal * component) / length);
}

/** n × p standard normal features, of the stream `part`. O(n · p). */
export function drawFeatures(seed: number, part: string, rows: number, columns: number): Matrix {
  const random = createRandom(seed, 'synthetic', part, 'features');
  return { data: Float32Array.from({ length: rows * columns }, () => random.normal()), rows, columns };
}

/**
 * x ~ N(0, I), y = 1 with probability f(⟨θ₀, x⟩).
 *
 * Features, labels and (elsewhere) selection draw from streams of their own: one stream for labels and selection would
 * choose by label (theory 0.2).
 *
 * @param part names the streams: `pool`, `surrogate` …
 */
export function drawExamples(
  seed: number,
  part: string,
  rows: number,
  teacher: Float64Array,
  process: LabelProcess,
): LabeledExamples {
  const features = drawFeatures(seed, part, rows, teacher.length);
  const random = createRandom(seed, 'synthetic', part, 'labels');
  const logits = new Float64Array(rows);
  multiplyRows(features, teacher, logits);
  return {
    features,
    labels: Int32Array.from(logits, (logit) => (random.uniform() < process.probability(logit) ? 1 : 0)),
  };
}
