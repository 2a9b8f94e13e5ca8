import { createHash } from 'node:crypto';
import type { LabeledRow } from './labels.repository';

/** sha256 of the test examples, by row, and their labels: errors that were measured on two different ones do not compare. */
export function testSetHash(test: readonly LabeledRow[]): string {
  const numbers = Int32Array.from(test.flatMap(({ row, label }) => [row, label]));
  return createHash('sha256').update(new Uint8Array(numbers.buffer)).digest('hex');
}
