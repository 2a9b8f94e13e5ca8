import type { Container } from '../container';
import { getFloat64, putHashedFloat64 } from '../storage/float64-blob';
import type { Choice } from './choose.service';

/** What a selection's blob holds: budget × 3 of row, inclusion probability (NaN where there is none) and weight. */
export interface ChosenExamples {
  readonly rows: Int32Array;
  readonly inclusionProbabilities: Float64Array;
  readonly weights: Float64Array;
}

/** Keeps a choice; the key of its blob. */
export async function writeChosen(
  { blobs }: Container,
  folder: string,
  { rows, inclusionProbabilities, weights }: Choice,
): Promise<string> {
  const values = new Float64Array(rows.length * 3);
  rows.forEach((row, index) => {
    values.set([row, inclusionProbabilities?.[index] ?? NaN, weights[index] as number], index * 3);
  });
  return putHashedFloat64(blobs, { folder, name: 'chosen' }, values, [rows.length, 3]);
}

/** The chosen examples in order of choice. */
export async function readChosen({ blobs }: Container, key: string): Promise<ChosenExamples> {
  const values = await getFloat64(blobs, key);
  const length = values.length / 3;
  const column = (place: number) => (_: unknown, index: number) => values[index * 3 + place] as number;
  return {
    rows: Int32Array.from({ length }, column(0)),
    inclusionProbabilities: Float64Array.from({ length }, column(1)),
    weights: Float64Array.from({ length }, column(2)),
  };
}
