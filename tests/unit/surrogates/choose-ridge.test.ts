import { describe, expect, it } from 'vitest';
import { createMatrix, gatherRows } from '@/lib/numeric/matrix';
import { chooseRidgeByCrossValidation, chooseRidgeOnValidation } from '@/lib/surrogates/choose-ridge';
import { stratifiedFolds } from '@/lib/surrogates/stratified-folds';
import type { SoftmaxData } from '@/lib/surrogates/tensor-engine';
import { createCpuEngine } from '@/server/tensor/cpu/cpu-engine';
import { readReference } from '@/tests/support/read-reference';

interface RidgeReference {
  columns: number;
  classes: number;
  features: number[];
  labels: number[];
  heldOutFeatures: number[];
  heldOutLabels: number[];
  ridges: number[];
  logLosses: number[];
}

const reference = readReference<RidgeReference>('ridge');
const rows = reference.labels.length;
const engine = createCpuEngine();
const data: SoftmaxData = {
  features: createMatrix(Float32Array.from(reference.features), rows, reference.columns),
  labels: Int32Array.from(reference.labels),
  weights: null,
  classes: reference.classes,
};
const heldOut = {
  features: createMatrix(Float32Array.from(reference.heldOutFeatures), rows, reference.columns),
  labels: Int32Array.from(reference.heldOutLabels),
};
const best = Math.min(...reference.logLosses);

describe('chooseRidgeOnValidation', () => {
  it('measures the log-losses of scikit-learn and takes the smallest', async () => {
    const { ridge, path } = await chooseRidgeOnValidation(engine, data, heldOut, { grid: reference.ridges });
    for (const trial of path) {
      const expected = reference.logLosses[reference.ridges.indexOf(trial.ridge)] as number;
      // fits are loose on purpose
      expect(Math.abs(trial.logLoss / expected - 1)).toBeLessThan(0.02);
    }
    expect(ridge).toBe(reference.ridges[reference.logLosses.indexOf(best)]);
  });

  it('finds at least as good a ridge without a grid, and the same one in any unit of the features', async () => {
    const plain = await chooseRidgeOnValidation(engine, data, heldOut);
    const logLosses = plain.path.map((trial) => trial.logLoss);
    expect(Math.min(...logLosses)).toBeLessThan(best * 1.01);
    const ridges = plain.path.map((trial) => trial.ridge);
    expect(ridges).toEqual(ridges.toSorted((left, right) => right - left));

    const inUnit = ({ data: values, rows: count, columns }: SoftmaxData['features']) =>
      createMatrix(
        values.map((value) => value / 16),
        count,
        columns,
      );
    const scaled = await chooseRidgeOnValidation(
      engine,
      { ...data, features: inUnit(data.features) },
      { ...heldOut, features: inUnit(heldOut.features) },
    );
    expect((scaled.ridge * 256) / plain.ridge).toBeCloseTo(1, 5);
  });
});

describe('chooseRidgeByCrossValidation', () => {
  it('chooses a ridge that does well on other rows, the same one every time', async () => {
    const options = { folds: 5, seed: 1, grid: reference.ridges };
    const choice = await chooseRidgeByCrossValidation(engine, data, options);
    expect(choice.path[0]?.ridge).toBe(10);
    const logLoss = reference.logLosses[reference.ridges.indexOf(choice.ridge)] as number;
    expect(logLoss).toBeLessThan(1.15 * best);
    expect(await chooseRidgeByCrossValidation(engine, data, options)).toEqual(choice);
  });

  it('counts held-out rows by their weight', async () => {
    // Labels of the second half are noise. With weight on the first half weak ridges win, on the second strong ones.
    const half = rows / 2;
    const labels = data.labels.map((label, row) => (row < half ? label : (row * 7) % 10));
    const weighted = (first: number, second: number) => ({
      ...data,
      labels,
      weights: Float32Array.from(labels, (_, row) => (row < half ? first : second)),
    });
    const options = { folds: 4, seed: 2, grid: [100, 10, 1, 0.1] };
    const clean = await chooseRidgeByCrossValidation(engine, weighted(1, 1e-6), options);
    const noisy = await chooseRidgeByCrossValidation(engine, weighted(1e-6, 1), options);
    expect(clean.ridge).toBeLessThan(noisy.ridge);
    const last = clean.path.at(-1)?.logLoss as number;
    expect(last).toBeLessThan(noisy.path.at(-1)?.logLoss as number);
  });

  it('copes with classes that occur once and refuses a single row', async () => {
    const few = [0, 1, 2, 3, 4, 5];
    const small = {
      ...data,
      features: gatherRows(data.features, few),
      labels: Int32Array.of(0, 0, 1, 1, 5, 9),
    };
    const { ridge } = await chooseRidgeByCrossValidation(engine, small, { folds: 5, seed: 1 });
    expect(ridge).toBeGreaterThan(0);
    const one = { ...data, features: gatherRows(data.features, [0]), labels: Int32Array.of(3) };
    await expect(chooseRidgeByCrossValidation(engine, one, { folds: 5, seed: 1 })).rejects.toMatchObject({
      code: 'bad-input',
    });
  });
});

describe('stratifiedFolds', () => {
  it('spreads each class evenly and keeps fold sizes within one', () => {
    const labels = Int32Array.from({ length: 103 }, (_, row) => (row < 50 ? 0 : row < 90 ? 1 : 2));
    const folds = stratifiedFolds(labels, 3, 5, 1);
    for (const wanted of [0, 1, 2, null]) {
      const counts = new Array<number>(5).fill(0);
      folds.forEach((fold, row) => {
        if (wanted === null || labels[row] === wanted) counts[fold]!++;
      });
      expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
    }
    expect(stratifiedFolds(labels, 3, 5, 2)).not.toEqual(folds);
  });
});
