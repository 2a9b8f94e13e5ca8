import { hashTextWords } from '@/lib/numeric/hash-text';
import { gatherIds } from '@/lib/selections/by-id';
import type { Container } from '../container';
import { countExamples, exampleKeys } from './example-keys.repository';

/** Projects whose ids are kept between requests: 8 MB for a million examples. */
const KEPT_PROJECTS = 8;
const kept = new WeakMap<Container, Map<string, BigUint64Array>>();

/**
 * Stable 64-bit ids of the named rows: hashes of the examples' keys. Ties and permanent random numbers hang on them, so
 * that the same examples ingested in another order, or into another project, are chosen alike.
 */
export async function readExampleIds(
  container: Container,
  projectId: string,
  rows: Int32Array,
): Promise<BigUint64Array> {
  return gatherIds(await readAllIds(container, projectId), rows);
}

/** By row. Examples are never changed, so that only those added since the last call are read. */
async function readAllIds(container: Container, projectId: string): Promise<BigUint64Array> {
  const projects = kept.get(container) ?? new Map<string, BigUint64Array>();
  kept.set(container, projects);
  const known = projects.get(projectId) ?? new BigUint64Array();
  const end = await countExamples(container.db, projectId);
  if (known.length === end) return known;
  const ids = new BigUint64Array(end);
  ids.set(known.subarray(0, end));
  // little-endian halves: the same numbers without a BigInt a key
  const words = new Uint32Array(ids.buffer);
  for await (const { rows, keys } of exampleKeys(container.db, { projectId, first: known.length, end })) {
    rows.forEach((row, index) => {
      const { low, high } = hashTextWords(keys[index] as string);
      words[2 * row] = low;
      words[2 * row + 1] = high;
    });
  }
  projects.delete(projectId);
  projects.set(projectId, ids);
  const [oldest] = projects.keys();
  if (projects.size > KEPT_PROJECTS && oldest !== undefined) projects.delete(oldest);
  return ids;
}
