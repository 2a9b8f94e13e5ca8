import { afterAll, describe, expect, it } from 'vitest';
import { createMatrix, gatherRows } from '@/lib/numeric/matrix';
import { fitSoftmax } from '@/lib/surrogates/fit-softmax';
import type { SoftmaxData } from '@/lib/surrogates/tensor-engine';
import { createCpuEngine } from '@/server/tensor/cpu/cpu-engine';
import { readReference } from '@/tests/support/read-reference';

interface SoftmaxCase {
  name: string;
  columns: number;
  classes: number;
  features: number[];
  labels: number[];
  weights: number[] | null;
  ridge: number;
  objective: number;
  weightsOfModel: number[];
  biases: number[];
  probabilities: number[];
}

const cases = readReference<SoftmaxCase[]>('softmax');
const engine = createCpuEngine();
afterAll(() => engine.dispose());

function dataOf({ features, labels, weights, columns, classes }: SoftmaxCase): SoftmaxData {
  return {
    features: createMatrix(Float32Array.from(features), labels.length, columns),
    labels: Int32Array.from(labels),
    weights: weights && Float32Array.from(weights),
    classes,
  };
}

const iris = cases[0] as SoftmaxCase;
const irisData = dataOf(iris);

describe('fitSoftmax', () => {
  it.each(cases)('finds the model of scikit-learn: $name', async (reference) => {
    const { ridge, objective, weightsOfModel, biases, probabilities, columns, classes } = reference;
    const data = dataOf(reference);
    const fit = await fitSoftmax(engine, data, { ridge, tolerance: 1e-8 });
    expect(fit.converged).toBe(true);
    expect(fit.objective / objective).toBeCloseTo(1, 9);
    weightsOfModel.forEach((weight, place) => expect(fit.parameters[place]).toBeCloseTo(weight, 3));
    biases.forEach((bias, label) => expect(fit.parameters[columns * classes + label]).toBeCloseTo(bias, 2));
    const scored = await engine.score({
      features: gatherRows(
        data.features,
        Array.from({ length: 20 }, (_, row) => row),
      ),
      parameters: fit.parameters,
      classes,
      scores: [],
    });
    probabilities.forEach((value, place) => expect(scored.probabilities.data[place]).toBeCloseTo(value, 4));
  });

  it('reaches 1e-6 of the first gradient unless told otherwise, and says how it went', async () => {
    const seen: number[] = [];
    const fit = await fitSoftmax(engine, irisData, {
      ridge: iris.ridge,
      onIteration: ({ iteration }) => seen.push(iteration),
    });
    expect(fit.relativeGradientNorm).toBeLessThanOrEqual(1e-6);
    expect(fit.objective - iris.objective).toBeGreaterThan(-1e-12);
    expect(seen).toEqual(Array.from({ length: fit.iterations }, (_, index) => index + 1));
    expect(fit.evaluations).toBeGreaterThan(fit.iterations);
  });

  it('is a weighted mean: a weight of 2 is the row twice, and only ratios of weights count', async () => {
    const weights = Float32Array.from(irisData.labels, (_, row) => (row % 3 === 0 ? 2 : 1));
    const rows = Array.from(irisData.labels.keys()).flatMap((row) => (row % 3 === 0 ? [row, row] : [row]));
    const doubled: SoftmaxData = {
      ...irisData,
      features: gatherRows(irisData.features, rows),
      labels: Int32Array.from(rows, (row) => irisData.labels[row] as number),
    };
    const options = { ridge: 0.01, tolerance: 1e-9 };
    const byRows = await fitSoftmax(engine, doubled, options);
    for (const factor of [1, 7]) {
      const scaled = weights.map((weight) => factor * weight);
      const byWeights = await fitSoftmax(engine, { ...irisData, weights: scaled }, options);
      expect(byWeights.objective).toBeCloseTo(byRows.objective, 10);
      byWeights.parameters.forEach((value, place) => expect(value).toBeCloseTo(byRows.parameters[place]!, 5));
    }
  });

  it('does not feel an offset of the features, whose bias is not penalized', async () => {
    const shifted = { ...irisData.features, data: irisData.features.data.map((value) => value + 64) };
    const options = { ridge: 0.01, tolerance: 1e-8 };
    const plain = await fitSoftmax(engine, irisData, options);
    const moved = await fitSoftmax(engine, { ...irisData, features: shifted }, options);
    expect(moved.objective).toBeCloseTo(plain.objective, 5);
    expect(moved.converged).toBe(true);
    expect(moved.iterations).toBeLessThan(2 * plain.iterations + 10);
  });

  it('fits the present classes and gives an absent one probability exactly 0', async () => {
    const renumbered = irisData.labels.map((label) => [4, 0, 2][label] as number);
    const sparse = { ...irisData, labels: renumbered, classes: 6 };
    const options = { ridge: iris.ridge, tolerance: 1e-8 };
    const fit = await fitSoftmax(engine, sparse, options);
    expect(fit.absentClasses).toEqual([1, 3, 5]);
    expect(fit.objective / iris.objective).toBeCloseTo(1, 9);
    const { probabilities, scores } = await engine.score({
      features: irisData.features,
      parameters: fit.parameters,
      classes: 6,
      scores: ['entropy'],
    });
    const absent = probabilities.data.filter((_, place) => [1, 3, 5].includes(place % 6));
    expect(absent.every((value) => value === 0)).toBe(true);
    expect(scores.entropy?.every((value) => value >= 0 && value <= Math.log(3) + 1e-6)).toBe(true);
  });

  it('predicts the only class where there is one', async () => {
    const fit = await fitSoftmax(
      engine,
      { ...irisData, labels: new Int32Array(150).fill(1) },
      { ridge: 0.1 },
    );
    expect(fit).toMatchObject({ objective: 0, converged: true, absentClasses: [0, 2] });
    const { probabilities } = await engine.score({
      features: irisData.features,
      parameters: fit.parameters,
      classes: 3,
      scores: [],
    });
    expect([...probabilities.data.subarray(0, 3)]).toEqual([0, 1, 0]);
  });

  it('copes with constant features and with a single row a class', async () => {
    const features = createMatrix(Float32Array.of(1, 7, 2, 7, 3, 7), 3, 2);
    const data: SoftmaxData = { features, labels: Int32Array.of(0, 1, 2), weights: null, classes: 3 };
    const fit = await fitSoftmax(engine, data, { ridge: 0.1 });
    expect(fit.converged).toBe(true);
    expect(fit.parameters.every(Number.isFinite)).toBe(true);
  });

  it('ends at the same place from another start', async () => {
    const options = { ridge: 0.01, tolerance: 1e-8 };
    const fromZero = await fitSoftmax(engine, irisData, options);
    const start = fromZero.parameters.map((value) => value + 0.1);
    const again = await fitSoftmax(engine, irisData, { ...options, start });
    expect(again.objective).toBeCloseTo(fromZero.objective, 10);
  });

  it.each([
    ['no row', { features: createMatrix(new Float32Array(0), 0, 4), labels: new Int32Array(0) }],
    ['a label too few', { labels: irisData.labels.slice(1) }],
    ['a label out of range', { labels: irisData.labels.map((label) => label + 1) }],
    ['a weight of 0', { weights: new Float32Array(150) }],
    ['NaN in the features', { features: { ...irisData.features, data: new Float32Array(600).fill(NaN) } }],
  ])('refuses %s', async (_, change) => {
    const fit = fitSoftmax(engine, { ...irisData, ...change }, { ridge: 0.1 });
    await expect(fit).rejects.toMatchObject({ code: 'bad-input' });
  });

  it('refuses a negative ridge and stops on the signal', async () => {
    await expect(fitSoftmax(engine, irisData, { ridge: -1 })).rejects.toMatchObject({ code: 'bad-input' });
    const cancelled = fitSoftmax(engine, irisData, { ridge: 1, signal: AbortSignal.abort() });
    await expect(cancelled).rejects.toMatchObject({ code: 'cancelled' });
  });
});
