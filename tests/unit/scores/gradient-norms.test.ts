import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createMatrix, type Matrix } from '@/lib/numeric/matrix';
import { traceDenseLayers, type LayerTrace } from '@/lib/scores/layer-trace';
import { scoreByName } from '@/lib/scores/registry';

interface Case {
  name: string;
  classes: number;
  probabilities: number[];
  layers: {
    positions: number;
    units: number;
    fanIn: number;
    inputs: number[];
    jacobian: number[];
    weights: number[];
  }[];
  /** by "group norm": of each example and label */
  norms: Record<string, number[][]>;
}

const { cases } = JSON.parse(
  readFileSync(new URL('../../support/reference/gradient-norms.json', import.meta.url), 'utf8'),
) as { cases: Case[] };

function matrix(values: readonly number[], rows: number): Matrix {
  return createMatrix(Float32Array.from(values), rows, values.length / rows);
}

function inputOf({ probabilities, classes, layers }: Case) {
  const rows = probabilities.length / classes;
  const trace: LayerTrace = {
    layers: layers.map(({ inputs, jacobian, positions, units }, index) => ({
      inputs: matrix(inputs, rows),
      positions,
      units,
      jacobian: index === layers.length - 1 ? null : matrix(jacobian, rows),
    })),
  };
  return { rows, probabilities: matrix(probabilities, rows), trace };
}

const settings = cases.flatMap((reference) =>
  Object.keys(reference.norms).map((key) => {
    const [group = '', norm = ''] = key.split(' ');
    return { reference, of: reference.name, key, group, norm };
  }),
);

describe.each(settings)('$of, $group in $norm', ({ reference, key, group, norm }) => {
  const { rows, probabilities, trace } = inputOf(reference);
  const expected = reference.norms[key]!;
  const probability = (row: number, label: number) => probabilities.data[row * reference.classes + label]!;

  it('is the norm of the central differences of the loss, for every label', () => {
    const score = scoreByName(`gradient-norm-labeled:norm=${norm},group=${group}`);
    for (let label = 0; label < reference.classes; label++) {
      const labels = new Int32Array(rows).fill(label);
      score.compute({ probabilities, trace, labels }).forEach((value, row) => {
        expect(Math.abs(value - expected[row]![label]!)).toBeLessThan(2e-5 * (1 + value));
      });
    }
  });

  it('averages over labels as asked', () => {
    const averages = {
      expected: (row: number) =>
        expected[row]!.reduce((sum, value, label) => sum + probability(row, label) * value, 0),
      'root-mean-square': (row: number) =>
        Math.sqrt(
          expected[row]!.reduce((sum, value, label) => sum + probability(row, label) * value ** 2, 0),
        ),
      'pseudo-label': (row: number) => {
        const own = expected[row]!.map((_, label) => probability(row, label));
        return expected[row]![own.indexOf(Math.max(...own))]!;
      },
    };
    for (const [target, average] of Object.entries(averages)) {
      const score = scoreByName(`gradient-norm:norm=${norm},group=${group},target=${target}`);
      score.compute({ probabilities, trace }).forEach((value, row) => {
        expect(Math.abs(value - average(row))).toBeLessThan(2e-5 * (1 + value));
      });
    }
  });
});

describe('the trace of dense layers', () => {
  const [perceptron] = cases as [Case];
  const { rows, trace } = inputOf(perceptron);
  const activations = perceptron.layers.slice(1).map(({ inputs }) => inputs);
  const layers = {
    inputs: trace.layers.map(({ inputs }) => inputs),
    weights: perceptron.layers.map(({ weights, fanIn }) => matrix(weights, fanIn)),
    // tanh′ = 1 − tanh²
    derivatives: activations.map((values) =>
      matrix(
        values.map((value) => 1 - value ** 2),
        rows,
      ),
    ),
  };

  it('has the Jacobians that central differences give', () => {
    const made = traceDenseLayers(layers);
    made.layers.forEach(({ jacobian, units, positions }, index) => {
      expect({ units, positions }).toEqual({ units: perceptron.layers[index]!.units, positions: 1 });
      if (index === made.layers.length - 1) return expect(jacobian).toBeNull();
      jacobian?.data.forEach((value, place) =>
        expect(value).toBeCloseTo(perceptron.layers[index]!.jacobian[place]!, 5),
      );
    });
  });

  it('refuses layers that do not fit together', () => {
    expect(() => traceDenseLayers({ ...layers, derivatives: [] })).toThrow(/all but the last/);
    const derivatives = layers.derivatives.toReversed();
    expect(() => traceDenseLayers({ ...layers, derivatives })).toThrow(/Layer 1 has derivatives of 5 × 6/);
  });

  it('must fit the probabilities', () => {
    const { probabilities } = inputOf(perceptron);
    const score = scoreByName('gradient-norm:group=all');
    const cut = { layers: trace.layers.slice(0, 2) };
    expect(() => score.compute({ probabilities, trace: cut })).toThrow(/Layer 1 of the trace does not fit/);
  });
});
