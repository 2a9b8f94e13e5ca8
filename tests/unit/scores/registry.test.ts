import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createMatrix, gatherRows, type Matrix } from '@/lib/numeric/matrix';
import { scoreByName, SCORES } from '@/lib/scores/registry';
import type { Score, ScoreInput } from '@/lib/scores/score';
import { predictedLabels } from '@/lib/metrics/classification';
import { readReference } from '@/tests/support/read-reference';
import activeml from '@/tests/support/reference/activeml-scores.json' with { type: 'json' };

interface ScoreReference {
  classes: number;
  columns: number;
  probabilities: number[];
  features: number[];
  labels: number[];
  ridge: number;
  expected: Record<string, number[]>;
}

interface Pool {
  probabilities: Matrix;
  features: Matrix;
  labels: Int32Array;
  ridge?: number;
}

const reference = readReference<ScoreReference>('scores');
const rows = reference.labels.length;
const input: Pool = {
  probabilities: createMatrix(Float32Array.from(reference.probabilities), rows, reference.classes),
  features: createMatrix(Float32Array.from(reference.features), rows, reference.columns),
  labels: Int32Array.from(reference.labels),
  ridge: reference.ridge,
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
    ridge: 0.01,
  };
}

function withValue(matrix: Matrix, place: number, value: number): Matrix {
  const data = matrix.data.slice();
  data[place] = value;
  return { ...matrix, data };
}

/** Each score with its defaults, and settings that change what is computed. */
const NAMES = [
  ...SCORES.map(({ name }) => name),
  ...SCORES.flatMap(({ name }) => [`${name}:temperature=2,clip=10`, `${name}:scale=rank`]),
  'gradient-norm:norm=l1,group=last-layer-weights',
  'gradient-norm:norm=linf,group=all,target=pseudo-label',
  'gradient-norm:group=biases,target=root-mean-square',
  'gradient-norm-labeled:norm=l1,group=weights',
  'influence:target=predictions,dimensions=2',
  'osmac:criterion=l',
  'osmac-labeled:criterion=l',
];

/** The values of a pool that comes in shards cut at these rows. */
function computeInShards(score: Score, pool: Pool, cuts: readonly number[]): Float32Array {
  const run = score.begin();
  const edges = [0, ...cuts, pool.probabilities.rows];
  const shards = edges.slice(1).map((end, index) => {
    const rowsOfShard = Array.from({ length: end - edges[index]! }, (_, row) => edges[index]! + row);
    return pick(pool, rowsOfShard);
  });
  if (run.survey) shards.forEach(run.survey);
  const values = Float32Array.from(shards.flatMap((shard) => [...run.compute(shard)]));
  return run.finish ? run.finish(values) : values;
}

function pick(pool: Pool, order: readonly number[]): Pool {
  return {
    probabilities: gatherRows(pool.probabilities, order),
    features: gatherRows(pool.features, order),
    labels: Int32Array.from(order, (row) => pool.labels[row] as number),
    ridge: pool.ridge,
  };
}

function poolOf(probabilities: readonly number[][], labels: readonly number[]): Pool {
  const features = labels.map((_, row) => [row - 1, 2]).flat();
  return {
    probabilities: createMatrix(
      Float32Array.from(probabilities.flat()),
      labels.length,
      probabilities[0]!.length,
    ),
    features: createMatrix(Float32Array.from(features), labels.length, 2),
    labels: Int32Array.from(labels),
  };
}

describe.each(NAMES.map((name) => ({ name })))('the score $name', ({ name }) => {
  const score = scoreByName(name);

  it('is the same however rows are ordered, does not touch its input and repeats itself', () => {
    const order = Array.from({ length: rows }, (_, row) => (row * 7 + 3) % rows);
    const before = [input.probabilities.data.slice(), input.features.data.slice(), input.labels.slice()];
    const plain = score.compute(input);
    const permuted = score.compute(pick(input, order));
    order.forEach((row, place) => expect(permuted[place]).toBeCloseTo(plain[row]!, 5));
    expect(score.compute(input)).toEqual(plain);
    expect([input.probabilities.data, input.features.data, input.labels]).toEqual(before);
  });

  it('is the same however the pool is cut into shards', () => {
    const whole = score.compute(input);
    for (const cuts of [[1], [17], [5, 6, 30]]) expect(computeInShards(score, input, cuts)).toEqual(whole);
  });

  it('gives equal rows equal values, and finite ones to certain, uniform and impossible predictions', () => {
    const uniform = [1 / 3, 1 / 3, 1 / 3];
    const pool = poolOf([uniform, [1, 0, 0], [1, 0, 0], [0, 0, 1], uniform], [0, 0, 2, 0, 1]);
    const features = createMatrix(new Float32Array(10).fill(0.5), 5, 2);
    const values = score.compute({ ...pool, features, labels: Int32Array.of(0, 2, 2, 0, 0) });
    expect(values.every(Number.isFinite)).toBe(true);
    expect(values[4]).toBe(values[0]);
    expect(values[2]).toBe(values[1]);
  });

  it('takes one class, one row, no rows, and features that are all 0', () => {
    expect(score.compute(poolOf([[1], [1]], [0, 0])).every(Number.isFinite)).toBe(true);
    expect(score.compute(poolOf([[0.5, 0.25, 0.25]], [1])).every(Number.isFinite)).toBe(true);
    const features = createMatrix(new Float32Array(rows * 3), rows, 3);
    expect(score.compute({ ...input, features }).every(Number.isFinite)).toBe(true);
    const none = createMatrix(new Float32Array(0), 0, 3);
    expect(score.compute({ probabilities: none, features: none, labels: new Int32Array(0) })).toHaveLength(0);
  });

  it('refuses NaN, infinity, negative values and rows that do not sum to 1', () => {
    for (const wrong of [NaN, Infinity, -Infinity, -0.5, 3]) {
      const probabilities = withValue(input.probabilities, 7, wrong);
      expect(() => score.compute({ ...input, probabilities })).toThrow(/Row 1 of the probabilities/);
    }
  });

  it('names what it needs and does not have', () => {
    const { probabilities, features, labels } = input;
    const looksAtFeatures = score.needs.includes('features') || score.needs.includes('layers');
    if (looksAtFeatures) {
      expect(() => score.compute({ probabilities, labels })).toThrow(/features/);
      for (const wrong of [NaN, Infinity]) {
        const broken = withValue(features, 4, wrong);
        expect(() => score.compute({ probabilities, labels, features: broken })).toThrow(
          /Row 1 of the features/,
        );
      }
    }
    if (score.needs.includes('labels')) {
      expect(() => score.compute({ probabilities, features })).toThrow(/labels/);
      const unknown = labels.with(3, 5);
      expect(() => score.compute({ probabilities, features, labels: unknown })).toThrow(/row 3 is 5/);
    }
    const { length } = score.compute({
      probabilities,
      ...(looksAtFeatures && { features }),
      ...(score.needs.includes('labels') && { labels }),
    });
    expect(length).toBe(rows);
  });
});

describe('what a score promises', () => {
  it.each(Object.keys(reference.expected))('%s has the values of NumPy and SciPy', (name) => {
    const expected = reference.expected[name] as number[];
    scoreByName(name)
      .compute(input)
      .forEach((value, row) => expect(value).toBeCloseTo(expected[row] as number, 4));
  });

  it.each(Object.keys(activeml.scores))('%s has the values of scikit-activeml', (name) => {
    const expected = activeml.scores[name as keyof typeof activeml.scores];
    scoreByName(name)
      .compute(input)
      .forEach((value, row) => expect(value).toBeCloseTo(expected[row] as number, 5));
  });

  // a clipped logit is confident of nothing, and a margin to a label ends at −1
  const ordering = NAMES.filter((name) => !name.includes('clip') && !name.startsWith('labeled-margin'));
  it.each(ordering)('%s keeps the order of very confident predictions', (name) => {
    const pool = poolOf(
      [1e-8, 1e-10, 1e-12].map((rest) => [1, rest, 0]),
      [0, 0, 0],
    );
    const features = createMatrix(new Float32Array(3).fill(1), 3, 1);
    const scores = scoreByName(name).compute({ ...pool, features });
    expect(scores[0]).toBeGreaterThan(scores[1]!);
    expect(scores[1]).toBeGreaterThan(scores[2]!);
  });

  const certain = SCORES.map(({ name }) => name).filter((name) => name !== 'labeled-margin');

  it.each(certain)('%s is 0 for a certain and right prediction, and never negative', (name) => {
    const score = scoreByName(name);
    expect(score.compute(inputOf([1, 0, 0], [3]))[0]).toBe(0);
    expect(score.compute(input).every((value) => value >= 0)).toBe(true);
  });

  it.each(SCORES.map(({ name }) => name))('%s does not care how the classes are numbered', (name) => {
    const score = scoreByName(name);
    const [turned] = score.compute(inputOf([0.05, 0.5, 0.25, 0.2], [1, 2], 1));
    expect(turned).toBeCloseTo(score.compute(inputOf([0.5, 0.25, 0.2, 0.05], [1, 2], 0))[0]!, 6);
  });

  it('the labeled margin is above 0 just where the surrogate is wrong', () => {
    const values = scoreByName('labeled-margin').compute(input);
    const predicted = predictedLabels(input.probabilities);
    values.forEach((value, row) => {
      if (value !== 0) expect(value > 0).toBe(predicted[row] !== input.labels[row]);
    });
  });

  it.each(['el2n', 'grand'])('%s of several models is the mean of theirs', (name) => {
    const score = scoreByName(name);
    const models = [
      input,
      { ...input, probabilities: gatherRows(input.probabilities, [...Array(rows).keys()].reverse()) },
    ];
    const each = models.map((model) => score.compute({ ...model, labels: input.labels }));
    const mean = score.compute({ ...input, models });
    mean.forEach((value, row) => expect(value).toBeCloseTo((each[0]![row]! + each[1]![row]!) / 2, 5));
    const short = { probabilities: createMatrix(Float32Array.of(1), 1, 1) };
    expect(() => scoreByName('el2n').compute({ ...input, models: [input, short] })).toThrow(/1 examples/);
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
