import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createMatrix, gatherRows, type Matrix } from '@/lib/numeric/matrix';
import { scoreByName, SCORES } from '@/lib/scores/registry';
import type { ScoreDefinition, ScoreInput } from '@/lib/scores/score';
import { readReference } from '@/tests/support/read-reference';

interface ScoreReference {
  classes: number;
  columns: number;
  probabilities: number[];
  features: number[];
  labels: number[];
  expected: Record<string, number[]>;
}

const reference = readReference<ScoreReference>('scores');
const rows = reference.labels.length;
const input = {
  probabilities: createMatrix(Float32Array.from(reference.probabilities), rows, reference.classes),
  features: createMatrix(Float32Array.from(reference.features), rows, reference.columns),
  labels: Int32Array.from(reference.labels),
};

function softmax(logits: readonly number[]): number[] {
  const largest = Math.max(...logits);
  const powers = logits.map((logit) => Math.exp(logit - largest));
  const sum = powers.reduce((left, right) => left + right, 0);
  return powers.map((power) => power / sum);
}

function inputOf(probabilities: readonly number[], features: readonly number[] = [0], label = 0): ScoreInput {
  return {
    probabilities: createMatrix(Float32Array.from(probabilities), 1, probabilities.length),
    features: createMatrix(Float32Array.from(features), 1, features.length),
    labels: Int32Array.of(label),
  };
}

function withValue(matrix: Matrix, place: number, value: number): Matrix {
  const data = matrix.data.slice();
  data[place] = value;
  return { ...matrix, data };
}

describe.each(SCORES)('the score $name', (score: ScoreDefinition) => {
  it('has the values of NumPy and SciPy', () => {
    const expected = reference.expected[score.name] as number[];
    score.compute(input).forEach((value, row) => expect(value).toBeCloseTo(expected[row] as number, 5));
  });

  it('scores each row by itself, does not touch its input and repeats itself', () => {
    const order = Array.from({ length: rows }, (_, row) => (row * 7 + 3) % rows);
    const before = input.probabilities.data.slice();
    const plain = score.compute(input);
    const permuted = score.compute({
      probabilities: gatherRows(input.probabilities, order),
      features: gatherRows(input.features, order),
      labels: Int32Array.from(order, (row) => input.labels[row] as number),
    });
    expect([...permuted]).toEqual(order.map((row) => plain[row]));
    expect(score.compute(input)).toEqual(plain);
    expect(input.probabilities.data).toEqual(before);
  });

  it('does not care how the classes are numbered', () => {
    const probabilities = [0.5, 0.25, 0.2, 0.05];
    const turned = [0.05, 0.5, 0.25, 0.2];
    expect(score.compute(inputOf(turned, [1, 2], 1))[0]).toBeCloseTo(
      score.compute(inputOf(probabilities, [1, 2], 0))[0]!,
      6,
    );
  });

  it('is 0 for a certain (and right) prediction, and never negative', () => {
    expect(score.compute(inputOf([1, 0, 0], [3]))[0]).toBe(0);
    expect(score.compute(inputOf([1], [3]))[0]).toBe(0);
    expect(score.compute(input).every((value) => value >= 0)).toBe(true);
  });

  it('keeps the order of very confident predictions', () => {
    const scores = [1e-8, 1e-10, 1e-12].map((rest) => score.compute(inputOf([1, rest, 0], [1]))[0] as number);
    expect(scores[0]).toBeGreaterThan(scores[1]!);
    expect(scores[1]).toBeGreaterThan(scores[2]!);
    expect(scores[2]).toBeGreaterThan(0);
  });

  it('refuses NaN, negative values and rows that do not sum to 1', () => {
    for (const wrong of [NaN, -0.5, 3]) {
      const probabilities = withValue(input.probabilities, 7, wrong);
      expect(() => score.compute({ ...input, probabilities })).toThrow(/Row 1 of the probabilities/);
    }
  });

  it('names what it needs and does not have', () => {
    const { probabilities, features, labels } = input;
    if (score.needs.includes('features')) {
      expect(() => score.compute({ probabilities, labels })).toThrow(/features/);
      const broken = withValue(features, 4, NaN);
      expect(() => score.compute({ probabilities, labels, features: broken })).toThrow(
        /Row 1 of the features/,
      );
    }
    if (score.needs.includes('labels'))
      expect(() => score.compute({ probabilities, features })).toThrow(/labels/);
    const { length } = score.compute({
      probabilities,
      ...(score.needs.includes('features') && { features }),
      ...(score.needs.includes('labels') && { labels }),
    });
    expect(length).toBe(rows);
  });

  it('takes no rows', () => {
    const none = createMatrix(new Float32Array(0), 0, 3);
    expect(score.compute({ probabilities: none, features: none, labels: new Int32Array(0) })).toHaveLength(0);
  });
});

describe('laws between scores', () => {
  const uncertainty = ['entropy', 'margin', 'least-confidence', 'gini'];

  it('two classes: all uncertainty scores rank alike', () => {
    const shares = fc.array(fc.double({ min: 1e-4, max: 1 - 1e-4, noNaN: true }), {
      minLength: 2,
      maxLength: 30,
    });
    fc.assert(
      fc.property(shares, (array) => {
        // rounded so that near-ties are ties, in every score
        const places = array
          .map((share) => Math.round(share * 100) / 100)
          .filter((share) => share > 0 && share < 1);
        const pairs = createMatrix(
          Float32Array.from(places.flatMap((share) => [share, 1 - share])),
          places.length,
          2,
        );
        const certainty = places.map((share) => Math.round(Math.abs(share - 0.5) * 100));
        for (const name of uncertainty) {
          const scores = scoreByName(name).compute({ probabilities: pairs });
          for (let left = 0; left < places.length; left++) {
            for (let right = 0; right < left; right++) {
              const order = (certainty[right] as number) - (certainty[left] as number);
              if (order !== 0) expect(Math.sign(scores[left]! - scores[right]!)).toBe(Math.sign(order));
            }
          }
        }
      }),
    );
  });

  it('the uniform prediction has the largest uncertainty, with the stated value', () => {
    const uniform = inputOf([0.25, 0.25, 0.25, 0.25]);
    const expected = { entropy: Math.log(4), margin: 1, 'least-confidence': 0.75, gini: 0.75 };
    for (const [name, value] of Object.entries(expected)) {
      expect(scoreByName(name).compute(uniform)[0]).toBeCloseTo(value, 6);
    }
  });

  it('the labeled gradient norm is the norm of the central differences of the loss', () => {
    const features = [0.3, -1.2, 2];
    const parameters = Array.from({ length: 12 }, (_, place) => Math.sin(place + 1));
    const label = 2;
    const probabilitiesAt = (values: readonly number[]): number[] =>
      softmax(
        [0, 1, 2].map((k) =>
          [...features, 1].reduce((sum, value, row) => sum + value * (values[row * 3 + k] as number), 0),
        ),
      );
    const step = 1e-5;
    const lossAt = (place: number, move: number): number =>
      -Math.log(
        probabilitiesAt(parameters.map((value, other) => value + (other === place ? move : 0)))[
          label
        ] as number,
      );
    const gradient = parameters.map((_, place) => (lossAt(place, step) - lossAt(place, -step)) / (2 * step));
    const labeled = scoreByName('gradient-norm-labeled').compute(
      inputOf(probabilitiesAt(parameters), features, label),
    );
    expect(labeled[0]).toBeCloseTo(Math.hypot(...gradient), 5);
  });

  it('the expected gradient norm is the mean of the labeled one under the prediction, at most √gini · ‖[h; 1]‖', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -6, max: 6, noNaN: true }), { minLength: 2, maxLength: 6 }),
        (logits) => {
          const probabilities = softmax(logits);
          const features = [1.5, -2];
          const expected = scoreByName('gradient-norm').compute(
            inputOf(probabilities, features),
          )[0] as number;
          let mean = 0;
          probabilities.forEach((probability, label) => {
            const [norm] = scoreByName('gradient-norm-labeled').compute(
              inputOf(probabilities, features, label),
            );
            mean += probability * (norm as number);
          });
          expect(expected).toBeCloseTo(mean, 5);
          const [gini] = scoreByName('gini').compute(inputOf(probabilities));
          expect(expected).toBeLessThanOrEqual(Math.hypot(...features, 1) * Math.sqrt(gini as number) + 1e-5);
        },
      ),
    );
  });

  it('scoreByName lists the names', () => {
    expect(() => scoreByName('nothing')).toThrow(/“nothing”/);
    expect(scoreByName('margin').name).toBe('margin');
    expect(new Set(SCORES.map((score) => score.name)).size).toBe(SCORES.length);
  });
});
