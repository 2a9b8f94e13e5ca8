import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chooseRows, type RowsToChoose } from '@/lib/studies/choose-rows';
import { UNSCORED_POOL } from '@/lib/studies/run-surrogate';
import { drawSplit, splitSizes } from '@/lib/studies/pool-split';
import { parseStudyConfig } from '@/lib/studies/study-config';
import { keptCount, planStudy, type StudyPlan } from '@/lib/studies/study-plan';

const configs = fc.record({
  seed: fc.nat(1000),
  repeats: fc.integer({ min: 1, max: 4 }),
  fractions: fc.uniqueArray(fc.constantFrom(0.05, 0.1, 0.3, 0.5, 1), { minLength: 1 }),
  surrogates: fc.constantFrom(
    [{ name: 'weak', labels: 20 }],
    [
      { name: 'weak', labels: 0.1 },
      { name: 'strong', labels: 60 },
    ],
  ),
  seedLabelsCount: fc.boolean(),
});
const POOL = 200;

function choosingFrom(remainingRows: Int32Array, scores: Record<string, Float32Array> = {}): RowsToChoose {
  return {
    features: { data: new Float32Array(POOL), rows: POOL, columns: 1 },
    scored: { ...UNSCORED_POOL, scores },
    remainingRows,
    labeledRows: new Int32Array(),
  };
}

const keysOf = (plan: StudyPlan) =>
  [...plan.surrogateTasks, ...plan.pointTasks, ...plan.overlapTasks].map(({ key }) => key);

describe('the plan of a study', () => {
  it('computes each cell once, and no cell that nothing shows', () => {
    fc.assert(
      fc.property(configs, (input) => {
        const plan = planStudy(parseStudyConfig(input), POOL);
        const keys = keysOf(plan);
        expect(new Set(keys).size).toBe(keys.length);
        const points = plan.curves.flatMap((curve) => curve.points);
        const shown = [...points, ...points.flatMap(({ equalLabels }) => equalLabels ?? []), plan.fullPool];
        const used = new Set([
          ...shown.flatMap((point) => point?.keys ?? []),
          ...plan.overlaps.flatMap(({ keys }) => keys),
        ]);
        const planned = [...plan.pointTasks, ...plan.overlapTasks].map(({ key }) => key);
        expect([...used].sort()).toEqual(planned.sort());
      }),
    );
  });

  it('has all cells of a smaller study in a larger one, so that extending computes only what is new', () => {
    fc.assert(
      fc.property(configs, fc.integer({ min: 0, max: 3 }), (input, more) => {
        const config = parseStudyConfig(input);
        const larger = parseStudyConfig({
          ...input,
          repeats: config.repeats + more,
          fractions: [...config.fractions, 0.7],
          strategies: [...config.strategies, { name: 'power', exponent: -1 }],
        });
        const known = new Set(keysOf(planStudy(larger, POOL)));
        const points = planStudy(config, POOL).pointTasks;
        expect(points.filter(({ key }) => !known.has(key))).toEqual([]);
      }),
    );
  });

  it('has other cells for other data of a surrogate, another seed and another ridge, but not for another name', () => {
    const plan = (change: object, fingerprints = {}) =>
      new Set(
        keysOf(
          planStudy(
            parseStudyConfig({
              repeats: 1,
              fractions: [0.1],
              equalLabels: false,
              fullPool: false,
              strategies: ['max-gradient'],
              finalModel: { ridge: 1 },
              surrogates: [{ name: 'a', labels: 20 }],
              ...change,
            }),
            POOL,
            fingerprints,
          ),
        ),
      );
    const first = plan({});
    const shared = (other: ReadonlySet<string>) => [...other].filter((key) => first.has(key)).length;
    expect(first.size).toBe(3);
    expect(shared(plan({ surrogates: [{ name: 'b', labels: 20 }] }))).toBe(3);
    expect(shared(plan({ seed: 2 }))).toBe(0);
    expect(shared(plan({ finalModel: { ridge: 2 } }))).toBe(1);
    // random does not look at the surrogate
    expect(shared(plan({}, { a: 'other features' }))).toBe(1);
    expect(shared(plan({ surrogates: [{ name: 'a', labels: 20, ridge: 3 }] }))).toBe(1);
  });

  it('shares random and the full pool between surrogates that select from the same rows', () => {
    const surrogates = [
      { name: 'weak', labels: 20 },
      { name: 'strong', labels: 60 },
    ];
    const shared = {
      surrogates,
      repeats: 1,
      fractions: [0.1, 1],
      strategies: ['random'],
      equalLabels: false,
    };
    const own = planStudy(parseStudyConfig({ ...shared, finalModel: { ridge: 1 }, fullPool: false }), POOL);
    expect(own.pointTasks).toHaveLength(4);
    const common = planStudy(
      parseStudyConfig({ ...shared, finalModel: { ridge: 1 }, fullPool: false, commonPool: true }),
      POOL,
    );
    expect(common.pointTasks).toHaveLength(2);
    expect(common.pointTasks.map(({ kept }) => kept)).toEqual([14, 140]);
  });

  it('fits the full pool at its own tuned ridge where the points have a constant one (theory 0.10)', () => {
    const plan = planStudy(parseStudyConfig({ repeats: 1, finalModel: { ridge: 0.1 } }), 1000);
    const full = plan.pointTasks.filter(({ key }) => plan.fullPool?.keys.includes(key));
    expect(full.map(({ arm, kept }) => [arm.ridge, kept])).toEqual([['search', 800]]);
    expect(plan.curves.every(({ arm }) => arm.ridge === 0.1)).toBe(true);
  });

  it('measures random with the labels of point and surrogate together, as far as the pool goes', () => {
    const plan = planStudy(parseStudyConfig({ repeats: 1, strategies: ['max-gradient'] }), 1000);
    const [random, scheme] = plan.curves;
    expect(random?.points.every(({ equalLabels }) => equalLabels === null)).toBe(true);
    expect(scheme?.points.map(({ kept, equalLabels }) => [kept, equalLabels?.kept])).toEqual([
      [40, 240],
      [80, 280],
      [160, 360],
      [320, 520],
      [480, 680],
      [640, undefined],
      [800, undefined],
    ]);
  });

  it('keeps a share of what can be selected, or with the surrogate’s labels counted of the whole pool', () => {
    const config = parseStudyConfig({});
    const [sizes] = planStudy(config, 1000).sizes.values();
    if (!sizes) throw new Error('there is a surrogate');
    expect(keptCount(config, 0.1, sizes, 1000)).toBe(80);
    expect(keptCount({ ...config, seedLabelsCount: true }, 0.1, sizes, 1000)).toBe(200);
    expect(keptCount({ ...config, seedLabelsCount: true }, 0.5, sizes, 1000)).toBe(500);
  });

  it('refuses a surrogate that leaves nothing to select', () => {
    const config = parseStudyConfig({ surrogates: [{ name: 'greedy', labels: 50 }] });
    expect(() => planStudy(config, 50)).toThrow(/greedy.*50 labels.*50 rows/);
    const validated = parseStudyConfig({ surrogates: [{ name: 'greedy', labels: 40 }], validation: 10 });
    expect(() => planStudy(validated, 50)).toThrow(/40 labels and 10 for validation/);
  });
});

describe('what a repeat draws', () => {
  const config = parseStudyConfig({
    surrogates: [
      { name: 'weak', labels: 20 },
      { name: 'strong', labels: 60 },
    ],
  });
  const draw = (name: string, repeat: number, change: object = {}) => {
    const own = { ...config, ...change };
    const surrogate = own.surrogates.find((candidate) => candidate.name === name);
    if (!surrogate) throw new Error(`no surrogate ${name}`);
    return drawSplit(own, splitSizes(own, surrogate, POOL), repeat, POOL);
  };

  it('splits the pool into seed labels and the rest, a weak surrogate’s labels among a strong one’s', () => {
    fc.assert(
      fc.property(fc.nat(50), (repeat) => {
        const few = draw('weak', repeat);
        const many = draw('strong', repeat);
        expect([...few.seedRows, ...few.remainingRows].sort((a, b) => a - b)).toEqual([
          ...Array(POOL).keys(),
        ]);
        expect([...many.seedRows]).toEqual(expect.arrayContaining([...few.seedRows]));
      }),
    );
  });

  it('draws validation rows that no surrogate was trained on, the same for all, and that none can select', () => {
    const few = draw('weak', 3, { validation: 15 });
    const many = draw('strong', 3, { validation: 15 });
    expect([...few.validationRows]).toEqual([...many.validationRows]);
    for (const { seedRows, validationRows, remainingRows } of [few, many]) {
      expect(new Set([...seedRows, ...validationRows, ...remainingRows]).size).toBe(POOL);
    }
    const common = ['weak', 'strong'].map((name) => draw(name, 3, { validation: 15, commonPool: true }));
    expect([...(common[0]?.remainingRows ?? [])]).toEqual([...(common[1]?.remainingRows ?? [])]);
    expect(common[0]?.remainingRows).toHaveLength(POOL - 60 - 15);
  });

  it('draws other labels and another selection in each repeat, independent of one another (theory 0.2)', () => {
    const choose = (repeat: number) => {
      const { seedRows, remainingRows } = draw('weak', repeat);
      const { rows } = chooseRows(config, 'random', repeat, 20, choosingFrom(remainingRows));
      return { seedRows: [...seedRows], rows: [...rows] };
    };
    const first = choose(0);
    expect(choose(0)).toEqual(first);
    expect(choose(1).seedRows).not.toEqual(first.seedRows);
    expect(choose(1).rows).not.toEqual(first.rows);
    // had they one stream, the places chosen among the remaining rows would follow the rows of the seed
    const repeats = [...Array(400).keys()];
    const places = repeats.map((repeat) => {
      const { remainingRows } = draw('weak', repeat);
      return remainingRows.indexOf(choose(repeat).rows[0] ?? -1);
    });
    const seedRows = repeats.map((repeat) => choose(repeat).seedRows[0] ?? -1);
    expect(Math.abs(correlation(places, seedRows))).toBeLessThan(0.2);
  });

  it('gives nested selections: more budget adds rows and drops none', () => {
    const { remainingRows } = draw('weak', 0);
    const scores = { gini: Float32Array.from({ length: POOL }, (_, row) => 0.01 + (row % 17) / 20) };
    const power = { name: 'power' as const, exponent: 1, weighting: 'none' as const };
    const small = chooseRows(config, power, 0, 15, choosingFrom(remainingRows, scores)).rows;
    const large = chooseRows(config, power, 0, 70, choosingFrom(remainingRows, scores)).rows;
    expect([...large]).toEqual(expect.arrayContaining([...small]));
    expect(new Set(large).size).toBe(70);
  });

  it('keeps all rows at weight 1 where the budget is the pool, whatever the strategy', () => {
    const { remainingRows } = draw('weak', 0);
    const all = choosingFrom(remainingRows);
    const { rows, weights } = chooseRows(config, 'max-gradient', 0, remainingRows.length, all);
    expect([...rows]).toEqual([...remainingRows]);
    expect(weights.every((weight) => weight === 1)).toBe(true);
  });
});

function correlation(left: readonly number[], right: readonly number[]): number {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [leftMean, rightMean] = [mean(left), mean(right)];
  const product = (a: readonly number[], aMean: number, b: readonly number[], bMean: number) =>
    a.reduce((sum, value, index) => sum + (value - aMean) * ((b[index] ?? 0) - bMean), 0);
  const spread = product(left, leftMean, left, leftMean) * product(right, rightMean, right, rightMean);
  return product(left, leftMean, right, rightMean) / Math.sqrt(spread);
}
