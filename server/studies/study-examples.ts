import type { BlobStore } from '../storage/blob-store';
import { getFloat64, putFloat64 } from '../storage/float64-blob';
import type { LabeledExample } from './studies.repository';

/** Which examples a study is made on. Frozen when it is started, so that later labels do not mix into it. */
export interface StudyExamples {
  readonly pool: readonly LabeledExample[];
  readonly test: readonly LabeledExample[];
}

const COLUMNS = 3;

/** A row of the blob: row of the project, label, 1 for the test split. */
export async function putStudyExamples(
  blobs: BlobStore,
  key: string,
  { pool, test }: StudyExamples,
): Promise<void> {
  const rows = [
    ...pool.map(({ row, label }) => [row, label, 0]),
    ...test.map(({ row, label }) => [row, label, 1]),
  ];
  await putFloat64(blobs, key, Float64Array.from(rows.flat()), [rows.length, COLUMNS]);
}

export async function getStudyExamples(blobs: BlobStore, key: string): Promise<StudyExamples> {
  const values = await getFloat64(blobs, key);
  const pool: LabeledExample[] = [];
  const test: LabeledExample[] = [];
  for (let place = 0; place < values.length; place += COLUMNS) {
    const [row = 0, label = 0, isTest = 0] = values.subarray(place, place + COLUMNS);
    (isTest ? test : pool).push({ row, label });
  }
  return { pool, test };
}
