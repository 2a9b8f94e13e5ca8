import type { Matrix } from '@/lib/numeric/matrix';
import { createRandom, type Random } from '@/lib/numeric/random';
import { SCHEMES } from '@/lib/selections/registry';
import type { SelectionInput } from '@/lib/selections/scheme';
import { select } from '@/lib/selections/select';
import { peakMegabytes, quietestSeconds } from './benchmark';
import type { Measurement } from './benchmark';
import { pythonSelectionAnchors } from './select-anchor';

const ROWS = 1_000_000;
const BUDGET = 100_000;
const CLASSES = 10;
const RUNS = 5;

/** Choosing 100,000 of a million, by every scheme that looks at no features, with its defaults. */
export async function benchSelect(): Promise<Measurement[]> {
  const random = createRandom(1, 'benchmark', 'scores');
  const input: SelectionInput = {
    scores: Float32Array.from({ length: ROWS }, () => random.uniform() ** 2),
    ids: BigUint64Array.from({ length: ROWS }, (_, row) => BigInt(row)),
    budget: BUDGET,
    seed: 1,
    probabilities: madeProbabilities(random),
  };
  const anchors = pythonSelectionAnchors(ROWS, BUDGET);
  const measurements: Measurement[] = [];
  for (const scheme of SCHEMES.filter(({ needs }) => !needs.includes('features'))) {
    const seconds = await quietestSeconds(RUNS, () => Promise.resolve(select(scheme, input, {})));
    const name = `select ${BUDGET.toLocaleString('en')} of ${ROWS.toLocaleString('en')}, ${scheme.name}`;
    measurements.push({
      name,
      rows: ROWS,
      seconds,
      peakMegabytes: peakMegabytes(),
      anchor: anchors[scheme.name],
    });
  }
  return measurements;
}

function madeProbabilities(random: Random): Matrix {
  const data = new Float32Array(ROWS * CLASSES);
  for (let start = 0; start < data.length; start += CLASSES) {
    const row = data.subarray(start, start + CLASSES);
    let sum = 0;
    row.forEach((_, index) => (sum += row[index] = random.uniform() ** 4));
    row.forEach((value, index) => (row[index] = value / sum));
  }
  return { data, rows: ROWS, columns: CLASSES };
}
