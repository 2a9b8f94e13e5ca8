import { afterAll, describe, expect, it } from 'vitest';
import { AppError } from '@/lib/errors';
import { ENGINE_NAMES, FUSED_SCORES } from '@/lib/surrogates/tensor-engine';
import type { EngineName, SoftmaxData, TensorEngine } from '@/lib/surrogates/tensor-engine';
import { fitSoftmax } from '@/lib/surrogates/fit-softmax';
import { loadEngine } from '@/server/tensor/load-engine';
import { loadTfjsWasm } from '@/server/tensor/tfjs/load-tfjs';
import { sampleImages } from '@/tests/support/idx';
import reference from '@/tests/support/reference/tensor-engine.json';

/** Engines in float64 differ from the reference by rounding of the last bits, those in float32 by seven digits. */
const TOLERANCES = {
  float64: { value: 1e-12, score: 1e-7, step: 1e-5, slope: 1e-8 },
  float32: { value: 3e-6, score: 2e-4, step: 1e-2, slope: 2e-4 },
};
const toleranceOf = (name: EngineName) => TOLERANCES[name === 'cpu' ? 'float64' : 'float32'];

const loaded: TensorEngine[] = [];
for (const name of ENGINE_NAMES) {
  try {
    loaded.push((await loadEngine({ force: name, threads: 2 })).engine);
  } catch (error) {
    describe(name, () => it.skip((error as AppError).message, () => {}));
  }
}

type ReferenceCase = (typeof reference.cases)[number];

function dataOf(example: Omit<ReferenceCase, 'name' | 'scores' | 'gradient' | 'secondMoment'>): SoftmaxData {
  const { rows, columns, classes, weights } = example;
  return {
    features: { data: Float32Array.from(example.features), rows, columns },
    labels: Int32Array.from(example.labels),
    weights: weights ? Float32Array.from(weights) : null,
    classes,
  };
}

/** Deterministic data of any size, several blocks of rows and a broken one at the end. */
function waves(rows: number, columns: number, classes: number, weighted: boolean): SoftmaxData {
  return {
    features: {
      data: Float32Array.from({ length: rows * columns }, (_, index) =>
        Math.sin(index * 1.37 + index ** 0.7),
      ),
      rows,
      columns,
    },
    labels: Int32Array.from({ length: rows }, (_, row) => (row * row + 1) % classes),
    weights: weighted ? Float32Array.from({ length: rows }, (_, row) => 1 + Math.cos(row) / 2) : null,
    classes,
  };
}

/** Real images, pixels in 0 … 1: correlated features, far from centered. */
async function images(rows: number): Promise<SoftmaxData> {
  const { pixels, labels } = await sampleImages(0, rows);
  const data = Float32Array.from(pixels, (pixel) => pixel / 255);
  return {
    features: { data, rows, columns: 784 },
    labels: Int32Array.from(labels),
    weights: null,
    classes: 10,
  };
}

const wavyParameters = (count: number) =>
  Float64Array.from({ length: count }, (_, index) => Math.fround(Math.cos(index * 2.1) / 3));

/** Every value within the tolerance, relative to the largest expected one. */
function expectClose(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number): void {
  expect(actual.length).toBe(expected.length);
  const scale = Array.from(expected).reduce((largest, value) => Math.max(largest, Math.abs(value)), 1e-3);
  let worst = 0;
  for (let index = 0; index < expected.length; index++) {
    const difference = Math.abs((actual[index] as number) - (expected[index] as number));
    worst = Number.isNaN(difference) ? Infinity : Math.max(worst, difference);
  }
  expect(worst / scale).toBeLessThan(tolerance);
}

/** Every value within the tolerance relative to itself, however small it is. */
function expectSameDigits(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number): void {
  expect(actual.length).toBe(expected.length);
  for (let index = 0; index < expected.length; index++) {
    const value = expected[index] as number;
    const difference = Math.abs((actual[index] as number) - value);
    expect(difference, `value ${index}: ${actual[index]} for ${value}`).toBeLessThanOrEqual(
      tolerance * Math.abs(value) + 1e-30,
    );
  }
}

it('loads the engines that come with the package', () => {
  expect(loaded.map(({ info }) => info.name)).toEqual(expect.arrayContaining(['onnx', 'tfjs-wasm', 'cpu']));
});

describe.each(loaded.map((engine) => [engine.info.name, engine] as const))('%s', (name, engine) => {
  const tolerance = toleranceOf(name);
  afterAll(() => engine.dispose());

  describe.each(reference.cases.map((example) => [example.name, example] as const))('%s', (_, example) => {
    const data = dataOf(example);
    const parameters = Float64Array.from(example.parameters);

    it('has the loss and gradient of NumPy', async () => {
      const objective = await engine.softmaxObjective(data);
      const { loss, gradient } = await objective.evaluate(parameters);
      objective.dispose();
      expect(objective.parameterCount).toBe(parameters.length);
      expectClose([loss], [example.loss], tolerance.value);
      expectClose(gradient, example.gradient, tolerance.value);
    });

    it('has the probabilities and scores of NumPy, to the same digits where they are tiny', async () => {
      const request = { features: data.features, parameters, classes: data.classes, scores: FUSED_SCORES };
      const { probabilities, scores } = await engine.score(request);
      expect([probabilities.rows, probabilities.columns]).toEqual([example.rows, example.classes]);
      expectSameDigits(probabilities.data, example.probabilities, tolerance.score);
      for (const score of FUSED_SCORES) {
        expectSameDigits(scores[score] ?? [], example.scores[score], tolerance.score);
      }
    });

    it('has the second moment of NumPy', async () => {
      const moment = await engine.secondMoment(data.features, data.weights);
      expectClose(moment, example.secondMoment, 1e-6);
    });
  });

  it('projects rows on axes, in several blocks', async () => {
    const { features } = waves(9000, 7, 3, false);
    const axes = {
      data: Float32Array.from({ length: 21 }, (_, index) => Math.cos(index)),
      rows: 7,
      columns: 3,
    };
    const offset = Float32Array.of(0.5, -1, 2);
    const projected = await engine.project(features, axes, offset);
    const expected = Float64Array.from({ length: 27_000 }, (_, place) => {
      const [row, column] = [Math.floor(place / 3), place % 3];
      let sum = offset[column] as number;
      for (let k = 0; k < 7; k++) sum += features.data[row * 7 + k]! * axes.data[k * 3 + column]!;
      return sum;
    });
    expect([projected.rows, projected.columns]).toEqual([9000, 3]);
    expectClose(projected.data, expected, 1e-6);
    await expect(engine.project(features, { ...axes, rows: 3, columns: 7 }, offset)).rejects.toThrow(
      AppError,
    );
  });

  it('has a gradient that is the slope of its loss', async () => {
    const example = reference.cases.find((candidate) => candidate.name === 'weighted') as ReferenceCase;
    const objective = await engine.softmaxObjective(dataOf(example));
    const parameters = Float64Array.from(example.parameters);
    const { gradient } = await objective.evaluate(parameters);
    const slopes: number[] = [];
    for (let index = 0; index < parameters.length; index++) {
      const lossAt = async (step: number) =>
        (await objective.evaluate(parameters.with(index, (parameters[index] as number) + step))).loss;
      slopes.push(((await lossAt(tolerance.step)) - (await lossAt(-tolerance.step))) / (2 * tolerance.step));
    }
    objective.dispose();
    expectClose(gradient, slopes, tolerance.slope);
  });

  it('finds scikit-learn’s solution stationary, with its log-loss and probabilities', async () => {
    const { fitted } = reference;
    const data = dataOf({ ...fitted, weights: null });
    const parameters = Float64Array.from(fitted.parameters);
    const objective = await engine.softmaxObjective(data);
    const { loss, gradient } = await objective.evaluate(parameters);
    objective.dispose();
    const weightCount = fitted.columns * fitted.classes;
    const slopes = gradient.map((value, index) =>
      index < weightCount ? value + fitted.ridge * (parameters[index] as number) : value,
    );
    expectClose(slopes, new Float64Array(slopes.length), 1e-3);
    expectClose([loss], [fitted.loss], 1e-6);
    const { probabilities } = await engine.score({ ...data, parameters, scores: [] });
    expectClose(probabilities.data, fitted.probabilities, 2e-6);
  });

  it.each([false, true])(
    'agrees with plain TypeScript across blocks of rows (weighted: %s)',
    async (weighted) => {
      const { engine: plain } = await loadEngine({ force: 'cpu' });
      const data = waves(9001, 37, 6, weighted);
      const parameters = wavyParameters(38 * 6);
      const results = await Promise.all(
        [engine, plain].map(async (either) => {
          const objective = await either.softmaxObjective(data);
          const evaluated = await objective.evaluate(parameters);
          objective.dispose();
          const scored = await either.score({ ...data, parameters, scores: FUSED_SCORES });
          const moment = await either.secondMoment(data.features, data.weights);
          return { ...evaluated, ...scored, moment };
        }),
      );
      const [actual, expected] = results as [(typeof results)[0], (typeof results)[0]];
      expectClose([actual.loss], [expected.loss], 1e-7);
      expectClose(actual.gradient, expected.gradient, 1e-5);
      expectClose(actual.moment, expected.moment, 1e-6);
      expectClose(actual.probabilities.data, expected.probabilities.data, 2e-6);
      for (const score of FUSED_SCORES) {
        expectSameDigits(actual.scores[score] ?? [], expected.scores[score] ?? [], 2e-5);
      }
    },
  );

  it('agrees with plain TypeScript to 12 digits in double precision', async () => {
    const { engine: plain } = await loadEngine({ force: 'cpu' });
    const data = waves(3000, 37, 6, true);
    const parameters = wavyParameters(38 * 6);
    const results = await Promise.all(
      [engine, plain].map(async (either) => {
        const objective = await either.softmaxObjective(data, 'double');
        const evaluated = await objective.evaluate(parameters);
        objective.dispose();
        return evaluated;
      }),
    );
    const [actual, expected] = results as [(typeof results)[0], (typeof results)[0]];
    expectClose([actual.loss], [expected.loss], 1e-12);
    expectClose(actual.gradient, expected.gradient, 1e-12);
  });

  it('reaches in a fit what single precision does not resolve', async () => {
    const fit = await fitSoftmax(engine, await images(300), { ridge: 1e-2, tolerance: 1e-10 });
    expect(fit.relativeGradientNorm).toBeLessThan(1e-10);
    expect(fit.converged).toBe(true);
  });

  it('keeps its rounding noise below 1e-6, to which fits are solved', async () => {
    const data = await images(1000);
    const { engine: plain } = await loadEngine({ force: 'cpu' });
    const { parameters } = await fitSoftmax(engine, data, { ridge: 1e-3, maximumIterations: 15 });
    const gradientOf = async (either: TensorEngine, point: Float64Array) => {
      const objective = await either.softmaxObjective(data);
      const { gradient } = await objective.evaluate(point);
      objective.dispose();
      return gradient;
    };
    const exact = await gradientOf(plain, parameters);
    const noise = (await gradientOf(engine, parameters)).map(
      (value, index) => value - (exact[index] as number),
    );
    const atZero = await gradientOf(plain, new Float64Array(parameters.length));
    expect(Math.hypot(...noise) / Math.hypot(...atZero)).toBeLessThan(6e-7);
  });

  it('reads shared memory, computes only the scores asked for and changes no input', async () => {
    const data = waves(300, 7, 3, true);
    const shared = new Float32Array(new SharedArrayBuffer(data.features.data.byteLength));
    shared.set(data.features.data);
    const parameters = wavyParameters(8 * 3);
    const copy = parameters.slice();
    const request = { ...data, parameters, scores: ['margin', 'entropy'] as const };
    const own = await engine.score(request);
    const fromShared = await engine.score({ ...request, features: { ...data.features, data: shared } });
    expect(fromShared).toEqual(own);
    expect(Object.keys(own.scores).sort()).toEqual(['entropy', 'margin']);
    const objective = await engine.softmaxObjective({
      ...data,
      features: { ...data.features, data: shared },
    });
    await objective.evaluate(parameters);
    objective.dispose();
    expect(parameters).toEqual(copy);
    expect(Array.from(shared)).toEqual(Array.from(waves(300, 7, 3, true).features.data));
  });

  it('gives the same bytes again, also to two callers at once', async () => {
    const objective = await engine.softmaxObjective(waves(5000, 20, 4, false));
    const points = [wavyParameters(21 * 4), new Float64Array(21 * 4)];
    const together = await Promise.all(points.map((point) => objective.evaluate(point)));
    for (const [index, point] of points.entries()) {
      expect(await objective.evaluate(point)).toEqual(together[index]);
    }
    objective.dispose();
  });

  it('holds nothing after objectives are disposed', async () => {
    const tf = await loadTfjsWasm();
    const data = waves(2200, 128, 4, true);
    const parameters = wavyParameters(129 * 4);
    const useOnce = async (rows: number) => {
      const part = {
        ...data,
        features: { ...data.features, data: data.features.data.subarray(0, rows * 128), rows },
        labels: data.labels.subarray(0, rows),
        weights: data.weights?.subarray(0, rows) ?? null,
      };
      const objective = await engine.softmaxObjective(part);
      await objective.evaluate(parameters);
      objective.dispose();
      await engine.score({ ...part, parameters, scores: FUSED_SCORES });
      await engine.secondMoment(part.features, part.weights);
    };
    for (let round = 0; round < 5; round++) await useOnce(2000);
    const tensorsBefore = tf.memory().numTensors;
    const megabytesBefore = process.memoryUsage.rss() / 2 ** 20;
    const rounds = name === 'onnx' ? 100 : 5;
    for (let round = 0; round < rounds; round++) await useOnce(2000 + round);
    expect(tf.memory().numTensors).toBe(tensorsBefore);
    // tensors tell of TensorFlow.js; a megabyte of features a round, 100 rounds, of ONNX Runtime
    expect(process.memoryUsage.rss() / 2 ** 20 - megabytesBefore).toBeLessThan(60);
  });

  it('refuses what does not fit together', async () => {
    const data = waves(6, 3, 3, true);
    const refusals: [string, Partial<SoftmaxData>][] = [
      ['as many labels', { labels: new Int32Array(5) }],
      ['label 3', { labels: Int32Array.of(0, 1, 2, 3, 0, 1) }],
      ['label -1', { labels: Int32Array.of(0, 1, -1, 2, 0, 1) }],
      ['at least 2 classes', { classes: 1 }],
      ['as many weights', { weights: new Float32Array(7) }],
      ['weight NaN', { weights: Float32Array.of(1, 1, NaN, 1, 1, 1) }],
      ['weights are zero', { weights: new Float32Array(6) }],
      ['18 values', { features: { data: new Float32Array(17), rows: 6, columns: 3 } }],
      [
        'at least one row',
        { features: { data: new Float32Array(), rows: 0, columns: 3 }, labels: new Int32Array() },
      ],
    ];
    for (const [text, change] of refusals) {
      const refused = expect(engine.softmaxObjective({ ...data, ...change }), text).rejects;
      await refused.toMatchObject({ code: 'bad-input', message: expect.stringContaining(text) as string });
    }
    const objective = await engine.softmaxObjective(data);
    await expect(objective.evaluate(new Float64Array(5))).rejects.toBeInstanceOf(AppError);
    await expect(
      engine.score({ ...data, parameters: new Float64Array(5), scores: [] }),
    ).rejects.toMatchObject({ code: 'bad-input' });
    objective.dispose();
  });
});
