import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chooseRows, type RowsToChoose } from '@/lib/studies/choose-rows';
import { UNSCORED_POOL } from '@/lib/studies/run-surrogate';
import { drawSeedLabels } from '@/lib/studies/seed-labels';
import { parseStudyConfig } from '@/lib/studies/study-config';
import { keptCount, planStudy } from '@/lib/studies/study-plan';

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

describe('the plan of a study', () => {
  it('computes each cell once, and the full pool once a repeat and surrogate', () => {
    fc.assert(
      fc.property(configs, (input) => {
        const config = parseStudyConfig(input);
        const plan = planStudy(config, POOL);
        const keys = [...plan.surrogateTasks, ...plan.pointTasks].map(({ key }) => key);
        expect(new Set(keys).size).toBe(keys.length);
        const used = new Set(
          [...plan.curves.flatMap(({ points }) => points), plan.fullPool].flatMap((point) => point.keys),
        );
        expect([...used].sort()).toEqual(plan.pointTasks.map(({ key }) => key).sort());
        const below = config.fractions.filter((fraction) => fraction < 1).length;
        const fullPools = config.fractions.includes(1) ? config.surrogates.length : 1;
        const points = config.surrogates.length * config.strategies.length * below + fullPools;
        expect(plan.pointTasks).toHaveLength(config.repeats * points);
      }),
    );
  });

  it('keeps a share of what the surrogate left, or with its labels counted of the whole pool', () => {
    const { seedLabelsCount, ...rest } = parseStudyConfig({});
    expect(seedLabelsCount).toBe(false);
    expect(keptCount({ ...rest, seedLabelsCount: false }, 0.1, 1000, 200)).toBe(80);
    expect(keptCount({ ...rest, seedLabelsCount: true }, 0.1, 1000, 200)).toBe(200);
    expect(keptCount({ ...rest, seedLabelsCount: true }, 0.5, 1000, 200)).toBe(500);
  });

  it('refuses a surrogate that leaves nothing to select', () => {
    const config = parseStudyConfig({ surrogates: [{ name: 'greedy', labels: 50 }] });
    expect(() => planStudy(config, 50)).toThrow(/greedy.*50 labels.*50 rows/);
  });
});

describe('what a repeat draws', () => {
  const config = parseStudyConfig({
    surrogates: [
      { name: 'weak', labels: 20 },
      { name: 'strong', labels: 60 },
    ],
  });
  const [weak, strong] = config.surrogates as [(typeof config.surrogates)[0], (typeof config.surrogates)[0]];

  it('splits the pool into seed labels and the rest, a weak surrogate’s labels among a strong one’s', () => {
    fc.assert(
      fc.property(fc.nat(50), (repeat) => {
        const few = drawSeedLabels(config, weak, repeat, POOL);
        const many = drawSeedLabels(config, strong, repeat, POOL);
        expect([...few.seedRows, ...few.remainingRows].sort((a, b) => a - b)).toEqual([
          ...Array(POOL).keys(),
        ]);
        expect([...many.seedRows]).toEqual(expect.arrayContaining([...few.seedRows]));
      }),
    );
  });

  it('draws other labels and another selection in each repeat, independent of one another (theory 0.2)', () => {
    const draw = (repeat: number) => {
      const { seedRows, remainingRows } = drawSeedLabels(config, weak, repeat, POOL);
      const { rows } = chooseRows(config, 'random', repeat, 20, choosingFrom(remainingRows));
      return { seedRows: [...seedRows], rows: [...rows] };
    };
    const first = draw(0);
    expect(draw(0)).toEqual(first);
    expect(draw(1).seedRows).not.toEqual(first.seedRows);
    expect(draw(1).rows).not.toEqual(first.rows);
    // had they one stream, the places chosen among the remaining rows would follow the rows of the seed
    const repeats = [...Array(400).keys()];
    const places = repeats.map((repeat) => {
      const { remainingRows } = drawSeedLabels(config, weak, repeat, POOL);
      return remainingRows.indexOf(draw(repeat).rows[0] ?? -1);
    });
    const seedRows = repeats.map((repeat) => draw(repeat).seedRows[0] ?? -1);
    expect(Math.abs(correlation(places, seedRows))).toBeLessThan(0.2);
  });

  it('gives nested selections: more budget adds rows and drops none', () => {
    const { remainingRows } = drawSeedLabels(config, weak, 0, POOL);
    const scores = { gini: Float32Array.from({ length: POOL }, (_, row) => 0.01 + (row % 17) / 20) };
    const power = { name: 'power' as const, exponent: 1, weighting: 'none' as const };
    const small = chooseRows(config, power, 0, 15, choosingFrom(remainingRows, scores)).rows;
    const large = chooseRows(config, power, 0, 70, choosingFrom(remainingRows, scores)).rows;
    expect([...large]).toEqual(expect.arrayContaining([...small]));
    expect(new Set(large).size).toBe(70);
  });

  it('keeps all rows at weight 1 where the budget is the pool, whatever the strategy', () => {
    const { remainingRows } = drawSeedLabels(config, weak, 0, POOL);
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
