import { Readable } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from '@/lib/numeric/random';
import { InclusionNormalizer } from '@/lib/selections/inclusion-normalizer';
import { inclusionFactor, inclusionProbability } from '@/lib/selections/inclusion-factor';
import { passOver, type PoolShard } from '@/lib/selections/passes';
import { SCHEMES, schemeByName } from '@/lib/selections/registry';
import type { SelectionInput } from '@/lib/selections/scheme';
import { select } from '@/lib/selections/select';
import { selectByShards } from '@/lib/selections/select-by-shards';
import { selectionInput, selectionInputs } from '@/tests/support/selection-input';

const SETTINGS: readonly (readonly [string, Record<string, unknown>])[] = [
  ['random', {}],
  ['top', {}],
  ['bottom', {}],
  ['max-gradient', {}],
  ['non-extreme-max-gradient', {}],
  ['gradient-cdf', {}],
  ['gradient-cdf', { weighting: 'inverse-probability' }],
  ['power', { drawing: 'poisson' }],
  ['power', { drawing: 'poisson', exponent: 3, weighting: 'inverse-probability' }],
  ['power', { drawing: 'poisson', exponent: -2 }],
];

/** A pool cut into shards of the given length, in the order that the seed gives, another one each pass. */
function cut(input: SelectionInput, length: number, seed: number): () => AsyncIterable<PoolShard> {
  const random = createRandom(seed, 'cut');
  function* shards(): Generator<PoolShard> {
    const starts = Array.from({ length: Math.ceil(input.ids.length / length) }, (_, shard) => shard * length);
    for (const firstRow of random.shuffle(starts)) {
      const end = firstRow + length;
      yield {
        firstRow,
        scores: input.scores && input.scores.slice(firstRow, end),
        ids: input.ids.slice(firstRow, end),
      };
    }
  }
  return () => Readable.from(shards());
}

const poolOf = ({ ids, budget, seed }: SelectionInput) => ({ rows: ids.length, budget, seed });

describe.each(SETTINGS)('%s %j shard by shard', (name, parameters) => {
  const scheme = schemeByName(name);

  it('chooses what it chooses of the whole, to the last bit, however the pool is cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        selectionInputs,
        fc.integer({ min: 1, max: 70 }),
        fc.nat(),
        async (input, length, seed) => {
          const chosen = await selectByShards(scheme, poolOf(input), cut(input, length, seed), parameters);
          expect(chosen).toEqual(select(scheme, input, parameters));
        },
      ),
      { numRuns: 60 },
    );
  });

  it('does so of a large pool with equal scores and scores of 0', async () => {
    const scores = Array.from({ length: 30_000 }, (_, row) => Math.max(0, ((row * 7919) % 1009) - 200) / 64);
    for (const budget of [1, 500, 26_000, 30_000]) {
      const input = selectionInput(scores, budget, 5);
      const whole = select(scheme, input, parameters);
      expect(await selectByShards(scheme, poolOf(input), cut(input, 1999, 1), parameters)).toEqual(whole);
    }
  });
});

describe('choosing shard by shard', () => {
  it('is left to the whole pool by schemes that need all of it', async () => {
    const input = selectionInput([1, 2, 3, 4], 2);
    const shardwise = new Set(SETTINGS.map(([name]) => name));
    for (const scheme of SCHEMES) {
      const chosen = await selectByShards(scheme, poolOf(input), cut(input, 2, 1), {});
      if (!shardwise.has(scheme.name) || scheme.name === 'power') expect(chosen).toBeNull();
    }
  });

  it('names the row of the pool that cannot be used', async () => {
    const input = selectionInput([1, 2, 3, NaN, 5, -6], 2);
    const refusal = (name: string, parameters: unknown, of = input) =>
      selectByShards(schemeByName(name), poolOf(of), cut(of, 2, 1), parameters);
    await expect(refusal('top', {})).rejects.toThrow('The score in row 3 is NaN');
    const negative = selectionInput([1, 2, 3, 4, 5, -6], 2);
    await expect(refusal('power', { drawing: 'poisson' }, negative)).rejects.toThrow(
      'The score in row 5 is -6',
    );
    await expect(refusal('top', {}, { ...input, budget: 7 })).rejects.toThrow('The budget is 7 of 6');
  });

  it('refuses a pool that has another number of rows than was said', async () => {
    const input = selectionInput([1, 2, 3, 4], 2);
    const pool = { ...poolOf(input), rows: 5 };
    await expect(selectByShards(schemeByName('top'), pool, cut(input, 2, 1), {})).rejects.toThrow(
      '4 rows where 5',
    );
  });
});

describe('the factor of inclusion probabilities', () => {
  const positive = fc.array(fc.double({ min: 1e-6, max: 1e6, noNaN: true }), { minLength: 2, maxLength: 80 });

  it('is that of the closed form for sorted sizes, and its probabilities sum to the budget', () => {
    fc.assert(
      fc.property(positive, fc.nat(), (values, place) => {
        const budget = 1 + (place % (values.length - 1));
        const sizes = Float64Array.from(values).sort().reverse();
        const normalizer = new InclusionNormalizer(sizes);
        normalizer.lowerTo(budget);
        const shard = { firstRow: 0, scores: null, ids: new BigUint64Array(values.length) };
        const inclusion = passOver(
          inclusionFactor(budget, () => sizes.slice()),
          shard,
        );
        const probabilities = sizes.map((size) => inclusionProbability(inclusion, size));
        probabilities.forEach((probability, row) => {
          expect(probability).toBeCloseTo(normalizer.probability(row), 10);
        });
        expect(probabilities.reduce((sum, probability) => sum + probability, 0)).toBeCloseTo(budget, 9);
      }),
    );
  });
});
