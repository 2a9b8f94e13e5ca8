import { gatherRows, type Matrix } from './matrix';
import { squaredDistanceBelow, squaredNorms } from './row-products';
import { createRandom } from './random';

/** Centres are fitted to at most this many rows a cluster. */
const FITTED_PER_CLUSTER = 40;
const LARGEST_ITERATIONS = 20;

export interface Clusters {
  /** clusters × d */
  readonly centres: Matrix;
  /** cluster of each row */
  readonly assignment: Int32Array;
}

/**
 * k-means: spread-out first centres (k-means++), then Lloyd's steps until no row moves, twenty at most.
 *
 * Centres are fitted to a random sample of 40 rows a cluster, then every row goes to its nearest one: beyond that more
 * rows hardly move a centre and cost the most.
 *
 * @param features n × d, n ≥ 1; the order of the rows decides which are in the sample
 * @param clusters how many; as many as there are rows at most
 * @param seed of the sample and the first centres
 * O((iterations · 40 · clusters + n) · clusters · d) at most; a few columns rule out most centres
 */
export function kMeans(features: Matrix, clusters: number, seed: number): Clusters {
  const count = Math.min(clusters, features.rows);
  const random = createRandom(seed, 'k-means', 'sample');
  const sampleSize = Math.min(features.rows, FITTED_PER_CLUSTER * count);
  const sample =
    sampleSize < features.rows
      ? gatherRows(features, random.sample(features.rows, sampleSize).sort())
      : features;
  let centres = firstCentres(sample, count, seed);
  let assignment = new Int32Array(sample.rows);
  for (let iteration = 0; iteration < LARGEST_ITERATIONS; iteration++) {
    const next = assignToNearest(sample, centres, assignment);
    const moved = next.some((cluster, row) => cluster !== assignment[row]);
    assignment = next;
    if (!moved && iteration > 0) break;
    centres = meansOf(sample, assignment, centres);
  }
  return {
    centres,
    assignment: sample === features ? assignment : assignToNearest(features, centres, null),
  };
}

/**
 * The nearest centre of each row, the first of equally near ones. O(n · clusters · d) at most.
 *
 * @param guess a centre that each row is probably near, to rule out the others by fewer columns
 */
export function assignToNearest(
  features: Matrix,
  centres: Matrix,
  guess: Int32Array | null,
): Int32Array<ArrayBuffer> {
  const norms = squaredNorms(centres).map(Math.sqrt);
  const rowNorms = squaredNorms(features).map(Math.sqrt);
  const assignment = new Int32Array(features.rows);
  for (let row = 0; row < features.rows; row++) {
    let nearest = guess ? (guess[row] as number) : 0;
    let distance = squaredDistanceBelow(features, row, centres, nearest, Infinity);
    for (let centre = 0; centre < centres.rows; centre++) {
      if (centre === nearest) continue;
      const gap = ((norms[centre] as number) - (rowNorms[row] as number)) ** 2;
      if (gap > distance * (1 + 1e-9)) continue;
      // an earlier centre wins where both are as near
      const limit = centre < nearest ? distance * (1 + Number.EPSILON) + Number.MIN_VALUE : distance;
      const squared = squaredDistanceBelow(features, row, centres, centre, limit);
      if (squared < limit) {
        distance = squared;
        nearest = centre;
      }
    }
    assignment[row] = nearest;
  }
  return assignment;
}

function firstCentres(sample: Matrix, count: number, seed: number): Matrix {
  const random = createRandom(seed, 'k-means', 'first centres');
  const chosen = [random.integer(sample.rows)];
  const distances = new Float64Array(sample.rows).fill(Infinity);
  while (chosen.length < count) {
    const last = chosen.at(-1) as number;
    let total = 0;
    for (let row = 0; row < sample.rows; row++) {
      const squared = squaredDistanceBelow(sample, row, sample, last, distances[row] as number);
      if (squared < (distances[row] as number)) distances[row] = squared;
      total += distances[row] as number;
    }
    let rest = random.uniform() * total;
    let next = total > 0 ? distances.findIndex((distance) => (rest -= distance) < 0) : -1;
    if (next < 0) next = random.integer(sample.rows);
    chosen.push(next);
  }
  return gatherRows(sample, chosen);
}

/** The mean of each cluster's rows; an empty one stays where it was. */
function meansOf(sample: Matrix, assignment: Int32Array, previous: Matrix): Matrix {
  const { columns } = sample;
  const sums = new Float64Array(previous.rows * columns);
  const sizes = new Int32Array(previous.rows);
  for (let row = 0; row < sample.rows; row++) {
    const cluster = assignment[row] as number;
    sizes[cluster] = (sizes[cluster] as number) + 1;
    const start = cluster * columns;
    for (let column = 0; column < columns; column++) {
      sums[start + column] =
        (sums[start + column] as number) + (sample.data[row * columns + column] as number);
    }
  }
  const data = previous.data.slice();
  sizes.forEach((size, cluster) => {
    if (size === 0) return;
    for (let place = cluster * columns; place < (cluster + 1) * columns; place++) {
      data[place] = (sums[place] as number) / size;
    }
  });
  return { data, rows: previous.rows, columns };
}
