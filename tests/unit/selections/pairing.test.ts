import { describe, expect, it } from 'vitest';
import { createRandom } from '@/lib/numeric/random';
import { schemeByName } from '@/lib/selections/registry';
import { select } from '@/lib/selections/select';

const ROWS = 4000;
const BUDGET = 800;

const random = createRandom(1, 'pairing');
const probabilities = Float32Array.from({ length: ROWS }, () => 1 / (1 + Math.exp(3 * random.normal())));
const scores = probabilities.map((probability) => 2 * probability * (1 - probability));
/** the same scores, each off by about this share */
const noisy = (share: number) => scores.map((score) => score * Math.exp(share * random.normal()));
const matrix = {
  rows: ROWS,
  columns: 2,
  data: Float32Array.from({ length: 2 * ROWS }, (_, place) => {
    const probability = probabilities[place >> 1] as number;
    return place % 2 === 0 ? 1 - probability : probability;
  }),
};

function choose(name: string, of: Float32Array, parameters: object, seed: number): Set<number> {
  const ids = BigUint64Array.from(of, (_, row) => BigInt(row));
  const input = { scores: of, ids, budget: BUDGET, seed, probabilities: matrix };
  return new Set(select(schemeByName(name), input, parameters).rows);
}

/** Share of the smaller set, mean of three seeds. */
function overlap(left: (seed: number) => Set<number>, right: (seed: number) => Set<number>): number {
  const shares = [11, 12, 13].map((seed) => {
    const [first, second] = [left(seed), right(seed)];
    return [...first].filter((row) => second.has(row)).length / Math.min(first.size, second.size);
  });
  return shares.reduce((sum, share) => sum + share, 0) / shares.length;
}

const DRAWN: [string, object][] = [
  ['power', { exponent: 0.5 }],
  ['power', { exponent: -1 }],
  ['power', { exponent: 0.5, drawing: 'poisson' }],
  ['power', { exponent: 1, weighting: 'inverse-probability' }],
  ['tilt', { exponent: 0.5 }],
  ['gradient-cdf', {}],
  ['gradient-cdf', { weighting: 'inverse-probability' }],
];

describe('permanent random numbers', () => {
  it.each(DRAWN)('%s %j: scores nearly the same choose nearly the same', (name, parameters) => {
    const [rounded, rough] = [noisy(1e-6), noisy(0.1)];
    const withNoise = (other: Float32Array) =>
      overlap(
        (seed) => choose(name, scores, parameters, seed),
        (seed) => choose(name, other, parameters, seed),
      );
    expect(withNoise(rounded)).toBeGreaterThan(0.99);
    expect(withNoise(rough)).toBeGreaterThan(0.94);
  });

  // by chance it would be a fifth
  it.each<[string, object, string, object, number]>([
    ['random', {}, 'power', { exponent: 0 }, 0.99],
    ['power', { exponent: 0.5 }, 'power', { exponent: 0.5, drawing: 'poisson' }, 0.98],
    ['power', { exponent: 0.5 }, 'power', { exponent: 0.6 }, 0.94],
    ['power', { exponent: 1 }, 'gradient-cdf', {}, 0.9],
    ['power', { exponent: 0.5 }, 'random', {}, 0.6],
  ])('%s %j and %s %j share them', (name, parameters, otherName, otherParameters, least) => {
    const shared = overlap(
      (seed) => choose(name, scores, parameters, seed),
      (seed) => choose(otherName, scores, otherParameters, seed),
    );
    expect(shared).toBeGreaterThan(least);
  });
});
