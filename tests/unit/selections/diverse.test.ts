import { describe, expect, it } from 'vitest';
import type { Matrix } from '@/lib/numeric/matrix';
import { createRandom } from '@/lib/numeric/random';
import { schemeByName } from '@/lib/selections/registry';
import type { SelectionInput } from '@/lib/selections/scheme';
import { select } from '@/lib/selections/select';
import { readReference } from '@/tests/support/read-reference';

interface DiverseReference {
  classes: number;
  columns: number;
  budget: number;
  features: number[];
  labeled: number[];
  probabilities: number[];
  scores: number[];
  /** pseudo-label gradients of the last layer, formed */
  gradients: number[];
  orders: Record<string, number[]>;
  /** by exponent, the inclusion probability of every row */
  tilted: Record<string, number[]>;
}

const reference = readReference<DiverseReference>('diverse');
const matrix = (values: readonly number[], columns: number): Matrix => ({
  data: Float32Array.from(values),
  rows: values.length / columns,
  columns,
});
const ROWS = reference.scores.length;
const pool: SelectionInput = {
  scores: Float32Array.from(reference.scores),
  ids: BigUint64Array.from(reference.scores, (_, row) => BigInt(row)),
  budget: reference.budget,
  seed: 1,
  probabilities: matrix(reference.probabilities, reference.classes),
  features: matrix(reference.features, reference.columns),
  labeledFeatures: matrix(reference.labeled, reference.columns),
};
const nothing = matrix([], reference.columns);

function choose(name: string, input: SelectionInput, parameters: unknown = {}): number[] {
  return [...select(schemeByName(name), input, parameters).rows];
}

function squaredDistance(left: ArrayLike<number>, right: ArrayLike<number>): number {
  return Array.from(left).reduce((sum, value, place) => sum + (value - right[place]!) ** 2, 0);
}

const rowsOf = ({ data, rows, columns }: Matrix): Float32Array[] =>
  Array.from({ length: rows }, (_, row) => data.subarray(row * columns, (row + 1) * columns));

describe('the order of brute force', () => {
  it.each([
    ['k-center', 'k-center', pool, {}],
    ['k-center', 'k-center of scikit-activeml', pool, {}],
    ['k-center', 'k-center, nothing labeled', { ...pool, labeledFeatures: nothing }, {}],
    ['orthogonal-gradient', 'orthogonal-gradient', pool, {}],
    ['orthogonal-gradient', 'orthogonal-gradient, quotas', pool, { quotas: 'predicted-class' }],
    ['gradient-cholesky', 'gradient-cholesky', pool, {}],
    ['quota', 'quota', pool, {}],
  ])('%s is NumPy’s: %s', (name, order, input, parameters) => {
    expect(choose(name, input, parameters)).toEqual(reference.orders[order]);
  });

  it.each(Object.entries(reference.tilted))(
    'tilt includes as NumPy does, exponent %s',
    (exponent, expected) => {
      for (const seed of [1, 2, 3]) {
        const parameters = { exponent: Number(exponent) };
        const { rows, inclusionProbabilities } = select(schemeByName('tilt'), { ...pool, seed }, parameters);
        rows.forEach((row, place) => expect(inclusionProbabilities?.[place]).toBeCloseTo(expected[row]!, 6));
      }
    },
  );
});

describe('badge', () => {
  const CANDIDATES = 6;
  const few = {
    ...pool,
    ids: pool.ids.slice(0, CANDIDATES),
    scores: null,
    budget: 3,
    probabilities: matrix(
      reference.probabilities.slice(0, CANDIDATES * reference.classes),
      reference.classes,
    ),
    features: matrix(reference.features.slice(0, CANDIDATES * reference.columns), reference.columns),
  };
  const width = reference.gradients.length / ROWS;
  const gradients = Array.from({ length: CANDIDATES }, (_, row) =>
    reference.gradients.slice(row * width, (row + 1) * width),
  );
  const lengths = gradients.map((gradient) => Math.hypot(...gradient));
  const first = lengths.indexOf(Math.max(...lengths));

  /** Chances of the next row, in proportion to the squared distance from the nearest of those chosen. */
  function chances(chosen: readonly number[]): number[] {
    const nearest = gradients.map((gradient) =>
      Math.min(...chosen.map((row) => squaredDistance(gradient, gradients[row]!))),
    );
    const sum = nearest.reduce((total, distance) => total + distance, 0);
    return nearest.map((distance) => distance / sum);
  }

  it('begins with the longest gradient and has the law of k-means++, by enumeration', () => {
    const trials = 6000;
    const counts = new Map<string, number>();
    for (let seed = 0; seed < trials; seed++) {
      const key = choose('badge', { ...few, seed }).join();
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    let total = 0;
    chances([first]).forEach((chance, second) => {
      if (second === first) return;
      chances([first, second]).forEach((next, third) => {
        const expected = chance * next;
        const spread = Math.sqrt((expected * (1 - expected)) / trials);
        const count = counts.get([first, second, third].join()) ?? 0;
        total += count;
        expect(Math.abs(count / trials - expected)).toBeLessThan(5 * spread + 1e-9);
      });
    });
    expect(total).toBe(trials);
  });
});

describe('probcover', () => {
  it.each([0.4, 0.8, 1.2])('each time covers as much as any example could, radius %s', (radius) => {
    const unit = (row: Float32Array) => row.map((value) => value / Math.hypot(...row));
    const points = rowsOf(pool.features as Matrix).map(unit);
    const labeled = rowsOf(pool.labeledFeatures as Matrix).map(unit);
    const isNear = (left: Float32Array, right: Float32Array) => squaredDistance(left, right) < radius ** 2;
    const covered = new Set(
      [...points.keys()].filter((row) => labeled.some((label) => isNear(points[row]!, label))),
    );
    const gain = (centre: Float32Array) =>
      points.filter((point, row) => !covered.has(row) && isNear(point, centre)).length;
    const chosen = choose('probcover', pool, { radius });
    chosen.forEach((row, place) => {
      const left = points.filter((_, other) => !chosen.slice(0, place).includes(other));
      expect(gain(points[row]!)).toBe(Math.max(...left.map(gain)));
      points.forEach((point, other) => isNear(point, points[row]!) && covered.add(other));
    });
    expect(covered.size).toBeGreaterThan(labeled.length);
  });
});

describe('schemes that look at clusters', () => {
  const SIZES = [30, 24, 17, 12, 8];
  const random = createRandom(3, 'blobs');
  const blobOf = SIZES.flatMap((size, blob) => new Array<number>(size).fill(blob));
  const points = blobOf.map((blob) => [blob * 50 + random.normal(), random.normal()]);
  const blobs: SelectionInput = {
    scores: Float32Array.from(blobOf, () => random.uniform()),
    ids: BigUint64Array.from(blobOf, (_, row) => BigInt(row)),
    budget: 4,
    seed: 1,
    features: matrix(points.flat(), 2),
    labeledFeatures: matrix([50, 0], 2),
  };
  const members = (blob: number) => [...blobOf.keys()].filter((row) => blobOf[row] === blob);

  it('typiclust takes the most typical of each cluster without a label, the largest first', () => {
    const meanDistance = (row: number) => {
      const own = members(blobOf[row]!);
      const distances = own
        .filter((other) => other !== row)
        .map((other) => Math.sqrt(squaredDistance(points[row]!, points[other]!)))
        .sort((left, right) => left - right)
        .slice(0, Math.min(20, own.length >> 1));
      return distances.reduce((sum, distance) => sum + distance, 0) / distances.length;
    };
    const mostTypical = (blob: number) =>
      members(blob).reduce((best, row) => (meanDistance(row) < meanDistance(best) ? row : best));
    expect(choose('typiclust', blobs)).toEqual([0, 2, 3, 4].map(mostTypical));
  });

  it('cluster-margin takes the hardest of each cluster in turn, the rarest first', () => {
    const hardest = SIZES.map((_, blob) =>
      members(blob).sort((left, right) => blobs.scores![right]! - blobs.scores![left]!),
    );
    const turns = [0, 1].flatMap((round) => [4, 3, 2, 1, 0].map((blob) => hardest[blob]![round]!));
    expect(choose('cluster-margin', { ...blobs, budget: 10 }, { clusters: 5 })).toEqual(turns);
  });
});
