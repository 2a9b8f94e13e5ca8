import { hashTextWords } from '@/lib/numeric/hash-text';
import type { Container } from '../container';
import { exampleKeys } from './example-keys.repository';

/**
 * Stable 64-bit ids of the named rows: hashes of the examples' keys. Ties and permanent random numbers hang on them, so
 * that the same examples ingested in another order, or into another project, are chosen alike.
 */
export async function readExampleIds(
  container: Container,
  projectId: string,
  rows: Int32Array,
): Promise<BigUint64Array> {
  const ids = new BigUint64Array(rows.length);
  // little-endian halves: the same numbers without a BigInt a key
  const words = new Uint32Array(ids.buffer);
  let next = 0;
  for await (const chunk of exampleKeys(container.db, projectId)) {
    chunk.rows.forEach((row, index) => {
      if (rows[next] !== row) return;
      const { low, high } = hashTextWords(chunk.keys[index] as string);
      words[2 * next] = low;
      words[2 * next + 1] = high;
      next++;
    });
  }
  return ids;
}
