import { describe, expect, it } from 'vitest';
import { minimizeLbfgs, type ConvexProblem } from '@/lib/numeric/lbfgs';
import { createRandom } from '@/lib/numeric/random';

const options = { tolerance: 1e-9, maximumIterations: 2000 };

/** ½ Σ curvature · (x − place)², whose minimum is `place`. */
function quadratic(
  size: number,
  condition: number,
  noise = 0,
): { problem: ConvexProblem; places: Float64Array } {
  const random = createRandom(1, 'noise');
  const curvature = Float64Array.from({ length: size }, (_, index) => condition ** (index / (size - 1)));
  const places = Float64Array.from({ length: size }, (_, index) => Math.sin(index) + 2);
  const evaluate = (point: Float64Array, gradient: Float64Array): Promise<number> => {
    let value = 0;
    for (let index = 0; index < size; index++) {
      const distance = (point[index] as number) - (places[index] as number);
      gradient[index] = (curvature[index] as number) * distance * (1 + noise * random.normal());
      value += ((curvature[index] as number) * distance * distance) / 2;
    }
    return Promise.resolve(value * (1 + noise * random.normal()));
  };
  const precondition = (vector: Float64Array): void => {
    vector.forEach((entry, index) => (vector[index] = entry / (curvature[index] as number)));
  };
  return { problem: { start: new Float64Array(size), evaluate, precondition }, places };
}

describe('minimizeLbfgs', () => {
  it('finds the minimum of an ill-conditioned quadratic', async () => {
    const { problem, places } = quadratic(50, 1e4);
    const minimum = await minimizeLbfgs({ ...problem, precondition: undefined }, options);
    expect(minimum.converged).toBe(true);
    minimum.point.forEach((value, index) => expect(value).toBeCloseTo(places[index] as number, 4));
    expect(problem.start.every((value) => value === 0)).toBe(true);
  });

  it('needs one step with the exact inverse Hessian', async () => {
    const minimum = await minimizeLbfgs(quadratic(50, 1e6).problem, options);
    expect(minimum).toMatchObject({ converged: true, iterations: 1, evaluations: 2 });
  });

  it('agrees with the closed form on log-cosh, which is not quadratic', async () => {
    const evaluate = (point: Float64Array, gradient: Float64Array): Promise<number> => {
      let value = 0;
      point.forEach((x, index) => {
        gradient[index] = Math.tanh(x - 5) + 0.1 * x;
        value += Math.log(Math.cosh(x - 5)) + 0.05 * x * x;
      });
      return Promise.resolve(value);
    };
    const { point } = await minimizeLbfgs({ start: new Float64Array(3), evaluate }, options);
    for (const x of point) expect(Math.tanh(x - 5) + 0.1 * x).toBeCloseTo(0, 8);
  });

  it('comes close through noise of single precision, and ends', async () => {
    const { problem, places } = quadratic(30, 1e2, 6e-8);
    const minimum = await minimizeLbfgs(
      { ...problem, precondition: undefined },
      { ...options, tolerance: 1e-15 },
    );
    minimum.point.forEach((value, index) => expect(value).toBeCloseTo(places[index] as number, 5));
  });

  it('stays at a start that is the minimum', async () => {
    const { problem, places } = quadratic(5, 10);
    const minimum = await minimizeLbfgs({ ...problem, start: places }, options);
    expect(minimum).toMatchObject({ converged: true, iterations: 0, relativeGradientNorm: 0 });
  });

  it('says that it has not converged when iterations run out', async () => {
    const { problem } = quadratic(50, 1e4);
    const minimum = await minimizeLbfgs(
      { ...problem, precondition: undefined },
      { ...options, maximumIterations: 3 },
    );
    expect(minimum).toMatchObject({ converged: false, iterations: 3 });
  });

  it('refuses a start that is not finite and stops on the signal', async () => {
    const { problem } = quadratic(4, 10);
    await expect(
      minimizeLbfgs({ ...problem, start: Float64Array.of(NaN, 0, 0, 0) }, options),
    ).rejects.toMatchObject({
      code: 'bad-input',
    });
    await expect(minimizeLbfgs(problem, { ...options, signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'cancelled',
    });
  });
});
