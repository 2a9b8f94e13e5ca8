import { describe, expect, it } from 'vitest';
import type { Matrix } from '@/lib/numeric/matrix';
import { createRandom } from '@/lib/numeric/random';
import { fitSoftmax } from '@/lib/surrogates/fit-softmax';
import { principalAxes } from '@/lib/surrogates/principal-axes';
import { createCpuEngine } from '@/server/tensor/cpu/cpu-engine';

/** Correlated features far from centered, of three classes. */
function correlated(rows: number, columns: number) {
  const random = createRandom(5, 'principal axes');
  const data = new Float32Array(rows * columns);
  const labels = new Int32Array(rows);
  for (let row = 0; row < rows; row++) {
    const common = 3 * random.normal();
    labels[row] = random.integer(3);
    for (let column = 0; column < columns; column++) {
      const shift = column === labels[row] ? 1 : 0;
      data[row * columns + column] = 4 + common + (1 + column) * 0.3 * random.normal() + shift;
    }
  }
  return { features: { data, rows, columns }, labels, weights: null, classes: 3 };
}

describe('principal axes', () => {
  const engine = createCpuEngine();
  const data = correlated(400, 8);

  it('leave the model what it was, and take fewer evaluations to it', async () => {
    const turn = await principalAxes(engine, data.features);
    if (!turn) throw new Error('there are rows enough');
    const turned = { ...data, features: await engine.project(data.features, turn.axes, turn.offset) };
    const plain = await fitSoftmax(engine, data, { ridge: 1e-3, tolerance: 1e-8, maximumIterations: 2000 });
    const fit = await fitSoftmax(engine, turned, { ridge: 1e-3, tolerance: 1e-8, decorrelated: true });
    expect(fit.objective).toBeCloseTo(plain.objective, 6);
    const predict = async (features: Matrix, parameters: Float64Array) =>
      (await engine.score({ features, parameters, classes: 3, scores: [] })).probabilities.data;
    const expected = await predict(data.features, plain.parameters);
    const actual = await predict(turned.features, fit.parameters);
    actual.forEach((value, place) => expect(value).toBeCloseTo(expected[place] as number, 4));
  });

  it('do not correlate', async () => {
    const turn = await principalAxes(engine, data.features);
    const turned = await engine.project(data.features, turn!.axes, turn!.offset);
    const moment = await engine.secondMoment(turned, null);
    const scale = Math.max(...moment);
    for (let row = 0; row < 8; row++) {
      for (let column = 0; column < row; column++) {
        // the covariance is that of a sample of the rows
        expect(Math.abs(moment[row * 8 + column]!) / scale).toBeLessThan(0.1);
      }
    }
  });

  it('are not taken of few rows or many columns', async () => {
    expect(await principalAxes(engine, correlated(63, 8).features)).toBeNull();
    expect(await principalAxes(engine, { data: new Float32Array(), rows: 1e6, columns: 1025 })).toBeNull();
  });
});
