import type { Matrix } from '@/lib/numeric/matrix';
import type { ScoredPool } from '@/lib/studies/run-surrogate';
import type { StudyData } from '@/lib/studies/study-data';

function sharedFloats(values: Float32Array): Float32Array {
  if (values.buffer instanceof SharedArrayBuffer) return values;
  const shared = new Float32Array(new SharedArrayBuffer(values.byteLength));
  shared.set(values);
  return shared;
}

function sharedLabels(values: Int32Array): Int32Array {
  const shared = new Int32Array(new SharedArrayBuffer(values.byteLength));
  shared.set(values);
  return shared;
}

function sharedMatrix(matrix: Matrix): Matrix {
  return { ...matrix, data: sharedFloats(matrix.data) };
}

/** The same data in memory that all threads see, so that each of them holds nothing of its own. */
export function shareData(data: StudyData): StudyData {
  return {
    pool: sharedMatrix(data.pool),
    labels: sharedLabels(data.labels),
    test: sharedMatrix(data.test),
    testLabels: sharedLabels(data.testLabels),
    classes: data.classes,
  };
}

/** What a surrogate hands over, as many cells will read it. */
export function shareScored({ scores, probabilities }: ScoredPool): ScoredPool {
  return {
    scores: Object.fromEntries(Object.entries(scores).map(([name, values]) => [name, sharedFloats(values)])),
    probabilities: probabilities && sharedMatrix(probabilities),
  };
}
