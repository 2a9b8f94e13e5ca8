import { normalQuantile } from '../numeric/normal-distribution';

const NORMAL_QUANTILE = normalQuantile(0.95);

/**
 * What a test split of this size alone leaves to an error as a statement about the population: half of a 95 % interval.
 *
 * @param error share of wrong predictions, in [0, 1]
 * Source: the binomial distribution; theory c.3. O(1)
 */
export function testHalfWidthOfError(error: number, examples: number): number {
  return NORMAL_QUANTILE * Math.sqrt((error * (1 - error)) / examples);
}

/**
 * What the test split alone leaves to a difference of two errors that are measured on the same examples in every repeat:
 * half of a 95 % interval.
 *
 * It comes from the variance of the difference between examples. The share of it that is chance of the repeats, and thus
 * in their interval already, is taken out (two-way analysis of variance), so that the two add in quadrature. With one
 * repeat there is nothing to tell it by, and all of the variance counts.
 *
 * @param left a repeat each: wrong predictions as bits (`packBits`), of the same examples as `right`
 * @param examples number of test examples, at least 2
 * Source: theory c.3; Searle, Casella, McCulloch, Variance components (1992), 4.1. O(repeats · examples)
 */
export function testHalfWidthOfDifference(
  left: readonly Uint8Array[],
  right: readonly Uint8Array[],
  examples: number,
): number {
  const repeats = left.length;
  const ofExample = new Int32Array(8 * Math.ceil(examples / 8));
  let squares = 0;
  let squaresOfRepeats = 0;
  let total = 0;
  for (let repeat = 0; repeat < repeats; repeat++) {
    const sum = addDifferences(left[repeat] as Uint8Array, right[repeat] as Uint8Array, ofExample);
    squares += sum.differing;
    total += sum.difference;
    squaresOfRepeats += sum.difference ** 2 / examples;
  }
  const squaresOfExamples = ofExample.reduce((sum, difference) => sum + difference ** 2, 0) / repeats;
  const ofMean = total ** 2 / (repeats * examples);
  const betweenExamples = (squaresOfExamples - ofMean) / (examples - 1);
  const rest =
    repeats === 1
      ? 0
      : (squares - squaresOfExamples - squaresOfRepeats + ofMean) / ((repeats - 1) * (examples - 1));
  const variance = Math.max(0, betweenExamples - rest) / repeats;
  return NORMAL_QUANTILE * Math.sqrt(variance / examples);
}

/** Adds one repeat's wrong-left minus wrong-right to each example's sum. */
function addDifferences(left: Uint8Array, right: Uint8Array, ofExample: Int32Array) {
  let differing = 0;
  let difference = 0;
  left.forEach((byte, place) => {
    const other = right[place] ?? 0;
    for (let bits = byte ^ other, example = 8 * place; bits > 0; bits >>= 1, example++) {
      if ((bits & 1) === 0) continue;
      const sign = (byte >> (example & 7)) & 1 ? 1 : -1;
      ofExample[example] = (ofExample[example] as number) + sign;
      difference += sign;
      differing++;
    }
  });
  return { differing, difference };
}
