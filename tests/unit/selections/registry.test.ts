import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from '@/lib/numeric/random';
import { describeParameters } from '@/lib/contracts/parameters';
import { schemeByName, SCHEMES } from '@/lib/selections/registry';
import type { Scheme, Selected, SelectionInput } from '@/lib/selections/scheme';
import { select } from '@/lib/selections/select';

function inputOf(scores: ArrayLike<number>, budget: number, seed = 1): SelectionInput {
  const ids = BigUint64Array.from(scores, (_, row) =>
    BigInt.asUintN(64, BigInt(row + 1) * 0x9e3779b97f4a7c15n),
  );
  return { scores: Float32Array.from(scores), ids, budget, seed };
}

function reordered(input: SelectionInput, order: readonly number[]): SelectionInput {
  return {
    ...input,
    scores: input.scores && Float32Array.from(order, (row) => input.scores?.[row] as number),
    ids: BigUint64Array.from(order, (row) => input.ids[row] as bigint),
  };
}

const idsOf = (input: SelectionInput, { rows }: Selected): bigint[] =>
  Array.from(rows, (row) => input.ids[row] as bigint);

/** Scores with zeros, ties and heavy tails, and a budget that fits them. */
const inputs = fc
  .record({
    scores: fc.array(
      fc.oneof(fc.double({ min: 0, max: 100, noNaN: true }), fc.constantFrom(0, 0, 1e-30, 1, 1, 1e30)),
      { minLength: 1, maxLength: 60 },
    ),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
    seed: fc.nat(),
  })
  .map(({ scores, share, seed }) => inputOf(scores, Math.max(1, Math.round(share * scores.length)), seed));

const settings: { scheme: Scheme; parameters: Record<string, unknown>; title: string }[] = SCHEMES.flatMap(
  (scheme) =>
    [
      {},
      ...(scheme.name === 'power'
        ? [
            { exponent: 2, weighting: 'inverse-probability' },
            { exponent: -1 },
            { exponent: 0 },
            { exponent: 10 },
          ]
        : []),
    ].map((parameters) => ({ scheme, parameters, title: `${scheme.name} ${JSON.stringify(parameters)}` })),
);

describe.each(settings)('the scheme $title', ({ scheme, parameters }) => {
  it('chooses exactly the budget: different rows with probabilities in (0, 1] and weights from 1 on', () => {
    fc.assert(
      fc.property(inputs, (input) => {
        const { rows, inclusionProbabilities, weights } = select(scheme, input, parameters);
        expect(rows).toHaveLength(input.budget);
        expect(new Set(rows).size).toBe(input.budget);
        expect(rows.every((row) => row >= 0 && row < input.ids.length)).toBe(true);
        expect(weights).toHaveLength(input.budget);
        expect(weights.every((weight) => weight >= 1 && weight < Infinity)).toBe(true);
        if (inclusionProbabilities) {
          expect(inclusionProbabilities).toHaveLength(input.budget);
          expect(inclusionProbabilities.every((value) => value > 0 && value <= 1)).toBe(true);
        }
      }),
    );
  });

  it('repeats itself and leaves its input alone', () => {
    fc.assert(
      fc.property(inputs, (input) => {
        const before = structuredClone(input);
        expect(select(scheme, input, parameters)).toEqual(select(scheme, input, parameters));
        expect(input).toEqual(before);
      }),
    );
  });

  it('chooses the same examples, in the same order, whatever the order of the pool', () => {
    fc.assert(
      fc.property(inputs, fc.nat(), (input, seed) => {
        const order = createRandom(seed, 'order').shuffle(Array.from(input.ids.keys()));
        const turned = reordered(input, order);
        const original = select(scheme, input, parameters);
        const again = select(scheme, turned, parameters);
        expect(idsOf(turned, again)).toEqual(idsOf(input, original));
        expect(again.inclusionProbabilities).toEqual(original.inclusionProbabilities);
      }),
    );
  });

  it('is nested: a smaller budget is a prefix of a larger one, and n is all', () => {
    fc.assert(
      fc.property(inputs, (input) => {
        const all = select(scheme, { ...input, budget: input.ids.length }, parameters);
        expect(new Set(all.rows).size).toBe(input.ids.length);
        if (all.inclusionProbabilities)
          expect(all.inclusionProbabilities.every((value) => value === 1)).toBe(true);
        const { rows } = select(scheme, input, parameters);
        expect([...rows]).toEqual([...all.rows.subarray(0, input.budget)]);
      }),
    );
  });

  it('hangs on the seed exactly when it is not deterministic', () => {
    const scores = Array.from({ length: 200 }, (_, row) => 1 + (row % 7));
    const choices = [1, 2, 3].map((seed) =>
      select(scheme, inputOf(scores, 50, seed), parameters).rows.join(),
    );
    expect(new Set(choices).size).toBe(scheme.deterministic ? 1 : 3);
  });

  it.each([
    ['zeros', new Array<number>(40).fill(0)],
    ['equal scores', new Array<number>(40).fill(0.3)],
    ['one positive score', [...new Array<number>(39).fill(0), 1]],
    ['the smallest floats', new Array<number>(40).fill(1e-45)],
    ['one row', [0.5]],
  ])('works on %s', (_, scores) => {
    for (const budget of [1, Math.ceil(scores.length / 2), scores.length]) {
      const { rows, inclusionProbabilities } = select(scheme, inputOf(scores, budget), parameters);
      expect(new Set(rows).size).toBe(budget);
      expect(inclusionProbabilities?.some(Number.isNaN) ?? false).toBe(false);
    }
  });

  it('refuses NaN, infinite and missing scores, wrong lengths, budgets and parameters', () => {
    const input = inputOf([1, 2, 3], 2);
    const refused = (change: Partial<SelectionInput>, given: unknown = parameters): void => {
      expect(() => select(scheme, { ...input, ...change }, given)).toThrow(
        expect.objectContaining({ name: 'AppError', code: 'bad-input' }),
      );
    };
    refused({ scores: Float32Array.of(1, NaN, 3) });
    refused({ scores: Float32Array.of(1, Infinity, 3) });
    refused({ scores: Float32Array.of(1, 2) });
    for (const budget of [0, 4, 1.5, -1, NaN]) refused({ budget });
    refused({}, { nonsense: 1 });
    if (scheme.defaultScore === null) {
      expect(select(scheme, { ...input, scores: null }, parameters).rows).toHaveLength(2);
    } else {
      refused({ scores: null });
    }
    if (scheme.defaultScore !== null && !scheme.deterministic) refused({ scores: Float32Array.of(1, -1, 3) });
  });

  it('describes parameters whose defaults its schema accepts', () => {
    const described = describeParameters(scheme);
    const defaults = Object.fromEntries(described.map((parameter) => [parameter.name, parameter.default]));
    expect(scheme.parameters.parse({})).toEqual(defaults);
    expect(scheme.parameters.parse(defaults)).toEqual(defaults);
  });
});

describe('the registry', () => {
  it('names each scheme once and lists the names for an unknown one', () => {
    expect(SCHEMES.map((scheme) => scheme.name)).toEqual([
      'random',
      'max-gradient',
      'non-extreme-max-gradient',
      'gradient-cdf',
      'power',
    ]);
    expect(schemeByName('power').defaultScore).toBe('gini');
    expect(() => schemeByName('best')).toThrow(/“best”/);
  });

  it('describes the fields of power for the screen', () => {
    expect(describeParameters(schemeByName('power'))).toEqual([
      {
        kind: 'number',
        name: 'exponent',
        title: 'Exponent',
        minimum: -10,
        maximum: 10,
        step: 0.25,
        default: 0.5,
      },
      {
        kind: 'choice',
        name: 'weighting',
        title: 'Training weights',
        options: [
          { value: 'none', title: 'All 1' },
          { value: 'inverse-probability', title: '1 / inclusion probability' },
        ],
        default: 'none',
      },
    ]);
  });

  it.each(['random', 'max-gradient', 'gradient-cdf'])(
    '%s merges shards: choose in each, then among the chosen',
    (name) => {
      const scheme = schemeByName(name);
      const input = inputOf(
        Array.from({ length: 700 }, (_, row) => Math.abs(Math.sin(row)) + 0.01),
        100,
      );
      const union: number[] = [];
      for (let shard = 0; shard < 7; shard++) {
        const rows = Array.from(input.ids.keys()).filter((row) => row % 7 === shard);
        union.push(
          ...Array.from(select(scheme, reordered(input, rows), {}).rows, (place) => rows[place] as number),
        );
      }
      const merged = reordered(input, union);
      expect(idsOf(merged, select(scheme, merged, {}))).toEqual(idsOf(input, select(scheme, input, {})));
    },
  );
});
