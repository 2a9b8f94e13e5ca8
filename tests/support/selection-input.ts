import fc from 'fast-check';
import type { Matrix } from '@/lib/numeric/matrix';
import { createRandom } from '@/lib/numeric/random';
import type { Selected, SelectionInput } from '@/lib/selections/scheme';

const CLASSES = 3;
const COLUMNS = 4;
const LABELED = 2;

const matrixOf = (values: Float32Array, columns: number): Matrix => ({
  data: values,
  rows: values.length / columns,
  columns,
});

/** What any scheme may ask for, drawn from the seed: features with duplicates, probabilities sure and unsure. */
export function selectionInput(scores: ArrayLike<number>, budget: number, seed = 1): SelectionInput {
  const random = createRandom(seed, 'selection input');
  const rows = scores.length;
  const ids = BigUint64Array.from(scores, (_, row) =>
    BigInt.asUintN(64, BigInt(row + 1) * 0x9e3779b97f4a7c15n),
  );
  const features = Float32Array.from({ length: rows * COLUMNS }, () => random.integer(5) - 2);
  for (let row = 1; row < rows; row += 2) {
    // half of the rows are someone else's, up to a little
    const same = random.integer(row) * COLUMNS;
    const shift = random.integer(2) * random.uniform();
    for (let column = 0; column < COLUMNS; column++) {
      features[row * COLUMNS + column] = (features[same + column] as number) + shift;
    }
  }
  const probabilities = new Float32Array(rows * CLASSES);
  for (let row = 0; row < rows; row++) {
    const values = Array.from({ length: CLASSES }, () => random.uniform() ** (1 + 20 * random.integer(2)));
    const sum = values.reduce((total, value) => total + value, 0);
    probabilities.set(
      values.map((value) => value / sum),
      row * CLASSES,
    );
  }
  return {
    scores: Float32Array.from(scores),
    ids,
    budget,
    seed,
    probabilities: matrixOf(probabilities, CLASSES),
    features: matrixOf(features, COLUMNS),
    labeledFeatures: matrixOf(
      Float32Array.from({ length: LABELED * COLUMNS }, () => random.normal()),
      COLUMNS,
    ),
  };
}

/** The input of the named rows, in that order. */
export function reordered(input: SelectionInput, order: readonly number[]): SelectionInput {
  const matrix = (of: Matrix | undefined): Matrix | undefined =>
    of && {
      data: Float32Array.from(
        order.flatMap((row) => [...of.data.subarray(row * of.columns, (row + 1) * of.columns)]),
      ),
      rows: order.length,
      columns: of.columns,
    };
  return {
    ...input,
    scores: input.scores && Float32Array.from(order, (row) => input.scores?.[row] as number),
    ids: BigUint64Array.from(order, (row) => input.ids[row] as bigint),
    probabilities: matrix(input.probabilities),
    features: matrix(input.features),
  };
}

export const idsOf = (input: SelectionInput, { rows }: Selected): bigint[] =>
  Array.from(rows, (row) => input.ids[row] as bigint);

/** Scores with zeros, ties and heavy tails, and a budget that fits them. */
export const selectionInputs = fc
  .record({
    scores: fc.array(
      fc.oneof(fc.double({ min: 0, max: 100, noNaN: true }), fc.constantFrom(0, 0, 1e-30, 1, 1, 1e30)),
      { minLength: 1, maxLength: 60 },
    ),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
    seed: fc.nat(),
  })
  .map(({ scores, share, seed }) =>
    selectionInput(scores, Math.max(1, Math.round(share * scores.length)), seed),
  );
