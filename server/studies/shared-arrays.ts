import type { Matrix } from '@/lib/numeric/matrix';
import type { ScoredPool } from '@/lib/studies/run-surrogate';
import type { FeaturePair, StudyData } from '@/lib/studies/study-data';

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

function sharedPair({ pool, test }: FeaturePair): FeaturePair {
  return { pool: sharedMatrix(pool), test: sharedMatrix(test) };
}

function mapValues<From, To>(record: Readonly<Record<string, From>>, change: (value: From) => To) {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value)]));
}

/** The same data in memory that all threads see, so that each of them holds nothing of its own. */
export function shareData(data: StudyData): StudyData {
  const { turned } = data;
  return {
    ...data,
    ...sharedPair(data),
    labels: sharedLabels(data.labels),
    testLabels: sharedLabels(data.testLabels),
    featureSets: mapValues(data.featureSets ?? {}, sharedPair),
    probabilities: mapValues(data.probabilities ?? {}, sharedMatrix),
    turned: turned && { ...sharedPair(turned), axes: turned.axes },
  };
}

/** What a surrogate hands over, as many cells will read it. */
export function shareScored({ scores, probabilities, lastLayer }: ScoredPool): ScoredPool {
  return {
    scores: mapValues(scores, sharedFloats),
    probabilities: probabilities && sharedMatrix(probabilities),
    lastLayer: lastLayer && sharedMatrix(lastLayer),
  };
}
