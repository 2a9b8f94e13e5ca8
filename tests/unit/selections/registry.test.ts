import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { describeParameters } from '@/lib/contracts/parameters';
import { createRandom } from '@/lib/numeric/random';
import { schemeByName, SCHEMES } from '@/lib/selections/registry';
import type { Scheme, SelectionInput } from '@/lib/selections/scheme';
import { select } from '@/lib/selections/select';
import { idsOf, reordered, selectionInput, selectionInputs } from '@/tests/support/selection-input';

/** Parameters beside the defaults. */
const VARIANTS: Readonly<Record<string, readonly Record<string, unknown>[]>> = {
  power: [
    { exponent: 2, weighting: 'inverse-probability' },
    { exponent: -1 },
    { exponent: 0 },
    { exponent: 10 },
    { drawing: 'poisson', weighting: 'inverse-probability' },
  ],
  'gradient-cdf': [{ weighting: 'inverse-probability' }],
  tilt: [{ drawing: 'poisson' }, { exponent: -1, weighting: 'inverse-probability' }],
  band: [{ from: 0.9, to: 0.1 }],
  'influence-unbiased': [{ target: 'parameters', dimensions: 2 }],
  badge: [{ prefilter: 2 }],
  'orthogonal-gradient': [{ quotas: 'predicted-class' }, { prefilter: 2 }],
  'gradient-cholesky': [{ prefilter: 2 }],
  'cluster-margin': [{ clusters: 3 }],
  probcover: [{ radius: 0.5 }],
};

const settings: { scheme: Scheme; parameters: Record<string, unknown>; title: string }[] = SCHEMES.flatMap(
  (scheme) =>
    [{}, ...(VARIANTS[scheme.name] ?? [])].map((parameters) => ({
      scheme,
      parameters,
      title: `${scheme.name} ${JSON.stringify(parameters)}`,
    })),
);

const isExact = (parameters: Record<string, unknown>): boolean => parameters.drawing !== 'poisson';
const RUNS = { numRuns: 40 };

describe.each(settings)('the scheme $title', ({ scheme, parameters }) => {
  it('chooses the budget: different rows with probabilities in (0, 1] and weights from 1 on', () => {
    fc.assert(
      fc.property(selectionInputs, (input) => {
        const { rows, inclusionProbabilities, weights } = select(scheme, input, parameters);
        if (isExact(parameters)) expect(rows).toHaveLength(input.budget);
        else expect(rows.length).toBeGreaterThan(0);
        expect(new Set(rows).size).toBe(rows.length);
        expect(rows.every((row) => row >= 0 && row < input.ids.length)).toBe(true);
        expect(weights).toHaveLength(rows.length);
        expect(weights.every((weight) => weight >= 1 && weight < Infinity)).toBe(true);
        expect(inclusionProbabilities === null).toBe(scheme.inclusionProbabilities === 'none');
        if (inclusionProbabilities) {
          expect(inclusionProbabilities).toHaveLength(rows.length);
          expect(inclusionProbabilities.every((value) => value > 0 && value <= 1)).toBe(true);
        }
      }),
      RUNS,
    );
  });

  it('repeats itself and leaves its input alone', () => {
    fc.assert(
      fc.property(selectionInputs, (input) => {
        const before = structuredClone(input);
        expect(select(scheme, input, parameters)).toEqual(select(scheme, input, parameters));
        expect(input).toEqual(before);
      }),
      RUNS,
    );
  });

  it('chooses the same examples, in the same order, whatever the order of the pool or its shards', () => {
    fc.assert(
      fc.property(selectionInputs, fc.nat(), (input, seed) => {
        const order = createRandom(seed, 'order').shuffle(Array.from(input.ids.keys()));
        const turned = reordered(input, order);
        const original = select(scheme, input, parameters);
        const again = select(scheme, turned, parameters);
        expect(idsOf(turned, again)).toEqual(idsOf(input, original));
        expect(again.inclusionProbabilities).toEqual(original.inclusionProbabilities);
        expect(again.notes).toEqual(original.notes);
      }),
      RUNS,
    );
  });

  it('takes all where the budget is the pool, each for sure', () => {
    fc.assert(
      fc.property(selectionInputs, (input) => {
        const all = select(scheme, { ...input, budget: input.ids.length }, parameters);
        expect(new Set(all.rows).size).toBe(input.ids.length);
        expect(all.inclusionProbabilities?.every((value) => value === 1) ?? true).toBe(true);
      }),
      RUNS,
    );
  });

  it('is nested where it says so: a smaller budget is a prefix of a larger one', () => {
    fc.assert(
      fc.property(selectionInputs, fc.nat(), (input, more) => {
        if (!scheme.nested(parameters)) return;
        const budget = input.budget + (more % (input.ids.length - input.budget + 1));
        const { rows } = select(scheme, input, parameters);
        const larger = select(scheme, { ...input, budget }, parameters).rows;
        expect([...rows]).toEqual([...larger.subarray(0, rows.length)]);
      }),
      RUNS,
    );
  });

  it('hangs on the seed exactly when it is not deterministic', () => {
    const scores = Array.from({ length: 200 }, (_, row) => 1 + (row % 7));
    const input = selectionInput(scores, 50);
    const choices = [1, 2, 3].map((seed) => select(scheme, { ...input, seed }, parameters).rows.join());
    expect(new Set(choices).size).toBe(scheme.deterministic ? 1 : 3);
  });

  it('includes with the probabilities that it gives', () => {
    if (scheme.inclusionProbabilities === 'none') return;
    const trials = 1500;
    const input = selectionInput([5, 0.2, 3, 1, 1, 0.5, 8, 2, 0.1, 4], 4, 3);
    const counts = new Float64Array(10);
    const given = new Float64Array(10);
    const estimates: number[] = [];
    for (let seed = 0; seed < trials; seed++) {
      const { rows, inclusionProbabilities } = select(scheme, { ...input, seed }, parameters);
      rows.forEach((row, place) => {
        counts[row]!++;
        given[row] = inclusionProbabilities![place]!;
      });
      estimates.push(inclusionProbabilities!.reduce((sum, probability) => sum + 1 / probability, 0));
    }
    if (scheme.inclusionProbabilities === 'conditional') {
      // Horvitz and Thompson's estimate of the number of examples is without bias
      const mean = estimates.reduce((sum, estimate) => sum + estimate, 0) / trials;
      const variance = estimates.reduce((sum, estimate) => sum + (estimate - mean) ** 2, 0) / trials;
      expect(Math.abs(mean - 10)).toBeLessThan(5 * Math.sqrt(variance / trials));
      return;
    }
    // what is never chosen is too seldom to be missed in the sum
    expect(Math.abs(given.reduce((sum, value) => sum + value, 0) - 4)).toBeLessThan(0.01);
    given.forEach((probability, row) => {
      const spread = Math.sqrt((probability * (1 - probability)) / trials);
      expect(Math.abs(counts[row]! / trials - probability)).toBeLessThan(5 * spread + 1e-3);
    });
  });

  it.each([
    ['zeros', new Array<number>(40).fill(0)],
    ['equal scores', new Array<number>(40).fill(0.3)],
    ['one positive score', [...new Array<number>(39).fill(0), 1]],
    ['the smallest floats', new Array<number>(40).fill(1e-45)],
    ['one row', [0.5]],
  ])('works on %s, one predicted class, equal features, and nothing labeled', (_, scores) => {
    const input = selectionInput(scores, 1);
    const rows = scores.length;
    const sure = {
      data: new Float32Array(rows * 2).map((_value, place) => 1 - (place % 2)),
      rows,
      columns: 2,
    };
    const alike = { data: new Float32Array(rows * 3).fill(0.5), rows, columns: 3 };
    const nothing = { data: new Float32Array(), rows: 0, columns: 3 };
    for (const budget of [1, Math.ceil(rows / 2), rows]) {
      const chosen = [
        select(scheme, { ...input, budget }, parameters),
        select(scheme, { ...input, budget, probabilities: sure }, parameters),
        select(
          scheme,
          { ...input, budget, probabilities: sure, features: alike, labeledFeatures: nothing },
          parameters,
        ),
      ];
      for (const { rows: taken, inclusionProbabilities } of chosen) {
        if (isExact(parameters)) expect(taken).toHaveLength(budget);
        expect(new Set(taken).size).toBe(taken.length);
        expect(inclusionProbabilities?.some(Number.isNaN) ?? false).toBe(false);
      }
    }
  });

  it('refuses what is missing, not finite, of a wrong length or no distribution', () => {
    const input = selectionInput([1, 2, 3], 2);
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
    if (scheme.family === 'by probability' && scheme.defaultScore !== null) {
      refused({ scores: Float32Array.of(1, -1, 3) });
    }
    const spoilt = (of: SelectionInput['features'], value: number) => {
      const data = Float32Array.from(of?.data ?? []);
      data[1] = value;
      return { rows: 3, columns: 3, ...of, data };
    };
    if (scheme.needs.includes('probabilities')) {
      refused({ probabilities: undefined });
      for (const value of [NaN, -0.1, 2]) refused({ probabilities: spoilt(input.probabilities, value) });
    }
    if (scheme.needs.includes('features')) {
      refused({ features: undefined });
      refused({ features: { data: new Float32Array(8), rows: 2, columns: 4 } });
      for (const value of [NaN, Infinity]) refused({ features: spoilt(input.features, value) });
    }
    if (scheme.needs.includes('labeled')) {
      refused({ labeledFeatures: undefined });
      refused({ labeledFeatures: { data: new Float32Array(6), rows: 2, columns: 3 } });
      refused({ labeledFeatures: spoilt(input.labeledFeatures, NaN) });
    }
  });

  it('describes parameters whose defaults its schema accepts, and what it costs', () => {
    const described = describeParameters(scheme);
    const defaults = Object.fromEntries(described.map((parameter) => [parameter.name, parameter.default]));
    expect(scheme.parameters.parse({})).toEqual(defaults);
    expect(scheme.parameters.parse(defaults)).toEqual(defaults);
    const size = { rows: 10_000, budget: 100, dimension: 50, classes: 5 };
    expect(scheme.work(size, parameters)).toBeGreaterThan(0);
    expect(scheme.work({ ...size, rows: 20_000 }, parameters)).toBeGreaterThanOrEqual(
      scheme.work(size, parameters),
    );
  });
});

describe('the registry', () => {
  it('names each scheme once and lists the names for an unknown one', () => {
    const names = SCHEMES.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toEqual(expect.arrayContaining(['random', 'power', 'badge', 'k-center', 'probcover']));
    expect(schemeByName('power').defaultScore).toBe('gini');
    expect(() => schemeByName('best')).toThrow(/“best”/);
  });

  it('describes the fields of band for the screen', () => {
    const quantile = { kind: 'number', minimum: 0, maximum: 1, step: 0.05 };
    expect(describeParameters(schemeByName('band'))).toEqual([
      { ...quantile, name: 'from', title: 'From quantile', default: 0.5 },
      { ...quantile, name: 'to', title: 'To quantile', default: 0.95 },
    ]);
  });

  it.each(['random', 'top', 'bottom', 'max-gradient', 'gradient-cdf'])(
    '%s merges shards, however they are cut and in any order: one more than the budget of each, and of what was merged',
    (name) => {
      const scheme = schemeByName(name);
      const rowsOf = ({ ids }: SelectionInput) => Array.from(ids.keys());
      const reduce = (input: SelectionInput): SelectionInput => {
        const budget = Math.min(input.budget + 1, input.ids.length);
        const { rows } = select(scheme, { ...input, budget }, {});
        return reordered(input, Array.from(rows));
      };
      fc.assert(
        fc.property(
          selectionInputs,
          fc.array(fc.nat(6), { minLength: 60, maxLength: 60 }),
          fc.array(fc.nat(), { minLength: 6, maxLength: 6 }),
          (input, shardOfRow, order) => {
            const byId = new Map(Array.from(input.ids, (id, row) => [id, row]));
            const cut = [...Array(7).keys()].map((shard) =>
              rowsOf(input).filter((row) => shardOfRow[row] === shard),
            );
            const partials = cut
              .filter((rows) => rows.length > 0)
              .map((rows) => reduce(reordered(input, rows)));
            for (const place of order) {
              if (partials.length < 2) break;
              const [taken] = partials.splice(place % partials.length, 1);
              const other = partials.shift();
              const ids = [taken, other].flatMap((partial) => [...(partial?.ids ?? [])]);
              const rows = ids.map((id) => byId.get(id) as number);
              partials.push(reduce(reordered(input, rows)));
            }
            const [merged] = partials as [SelectionInput];
            const ofMerged = select(scheme, merged, {});
            const ofAll = select(scheme, input, {});
            expect(idsOf(merged, ofMerged)).toEqual(idsOf(input, ofAll));
            // a uniform draw's probability is the budget's share of all rows, which a merge of rows does not carry
            if (name !== 'random')
              expect(ofMerged.inclusionProbabilities).toEqual(ofAll.inclusionProbabilities);
          },
        ),
        { numRuns: 100 },
      );
    },
  );
});
