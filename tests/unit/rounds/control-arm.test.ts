import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from '@/lib/numeric/random';
import { controlSize, drawControlArm } from '@/lib/rounds/draw-control-arm';
import { matchArms, type ArmItem } from '@/lib/rounds/match-arms';

const ids = (rows: Int32Array) => BigUint64Array.from(rows, (row) => BigInt(row) * 0x9e3779b97f4a7c15n);
const poolOf = (size: number) => Int32Array.from({ length: size }, (_, row) => 3 * row + 1);

const inputs = fc
  .record({
    pool: fc.integer({ min: 1, max: 200 }),
    size: fc.integer({ min: 1, max: 60 }),
    share: fc.double({ min: 0, max: 0.9, noNaN: true }),
    seed: fc.nat(),
    round: fc.integer({ min: 1, max: 20 }),
  })
  .map(({ pool: length, size, ...rest }) => {
    const pool = poolOf(length);
    const order = createRandom(rest.seed, 'scheme').sample(length, Math.min(size, length));
    return { pool, ids: ids(pool), chosen: order.map((place) => pool[place] as number), ...rest };
  });

describe('the control arm', () => {
  it('keeps the size of the batch, its share, and a beginning of the choice', () => {
    fc.assert(
      fc.property(inputs, (input) => {
        const { rows, arms } = drawControlArm(input);
        const size = input.chosen.length;
        expect(rows).toHaveLength(size);
        expect(new Set(rows).size).toBe(size);
        const of = (...wanted: string[]) =>
          [...rows].filter((_, place) => wanted.includes(arms[place] ?? ''));
        expect(of('control', 'both')).toHaveLength(controlSize(size, input.share));
        const chosen = of('chosen', 'both');
        expect(new Set(chosen)).toEqual(new Set(input.chosen.subarray(0, chosen.length)));
        // nobody who stands in both arms is told as random only
        for (const row of of('control')) expect(input.chosen.subarray(0, chosen.length)).not.toContain(row);
      }),
    );
  });

  it('is the same whatever the scheme chose, and however the pool is ordered or cut', () => {
    fc.assert(
      fc.property(inputs, fc.nat(), (input, other) => {
        const control = ({ rows, arms }: ReturnType<typeof drawControlArm>) =>
          [...rows].filter((_, place) => arms[place] !== 'chosen').sort((left, right) => left - right);
        const drawn = drawControlArm(input);
        const chosen = createRandom(other, 'another scheme')
          .sample(input.pool.length, input.chosen.length)
          .map((place) => input.pool[place] as number);
        expect(control(drawControlArm({ ...input, chosen }))).toEqual(control(drawn));
        const pool = createRandom(other, 'order').shuffle(input.pool.slice());
        expect(drawControlArm({ ...input, pool, ids: ids(pool) })).toEqual(drawn);
      }),
    );
  });

  it('of 0 leaves the choice in its order', () => {
    fc.assert(
      fc.property(inputs, (input) => {
        const { rows, arms } = drawControlArm({ ...input, share: 0 });
        expect(rows).toEqual(input.chosen);
        expect(new Set(arms)).toEqual(new Set(['chosen']));
      }),
    );
  });

  it('refuses a share that leaves nothing to choose', () => {
    const pool = poolOf(4);
    const input = { pool, ids: ids(pool), chosen: pool, seed: 1, round: 1 };
    expect(() => drawControlArm({ ...input, share: 1 })).toThrow(/control share is 1/);
    expect(() => drawControlArm({ ...input, share: Number.NaN })).toThrow(/control share/);
  });

  it('measures the pool without bias, where the chosen ones do not', () => {
    const pool = poolOf(150);
    // the scheme chooses exactly what the model gets wrong
    const isWrong = (row: number) => row % 5 === 1;
    const wrong = pool.filter(isWrong);
    const truth = wrong.length / pool.length;
    const chosen = Int32Array.from([...wrong, ...pool.filter((row) => !isWrong(row))]).subarray(0, 40);
    const draws = 4000;
    const means: number[] = [];
    const half: number[] = [];
    for (let seed = 0; seed < draws; seed++) {
      const { rows, arms } = drawControlArm({ chosen, pool, ids: ids(pool), share: 0.3, seed, round: 1 });
      const errors = [...rows].flatMap((row, place) => (arms[place] === 'chosen' ? [] : [isWrong(row)]));
      means.push(errors.filter(Boolean).length / errors.length);
      // of a batch that was labeled to the half
      const early = [...rows.subarray(0, 20)].flatMap((row, place) =>
        arms[place] === 'chosen' ? [] : [isWrong(row)],
      );
      if (early.length > 0) half.push(early.filter(Boolean).length / early.length);
    }
    for (const values of [means, half]) {
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
      expect(Math.abs(mean - truth)).toBeLessThan(4 * Math.sqrt(variance / values.length));
    }
    // 12 of 150 without replacement: p(1 − p)/12 · (150 − 12)/149
    const spread = means.reduce((sum, value) => sum + (value - truth) ** 2, 0) / draws;
    expect(spread / (((truth * (1 - truth)) / 12) * (138 / 149))).toBeCloseTo(1, 1);
  });
});

describe('matched arms', () => {
  const item = (row: number, arm: ArmItem['arm'], rank: number | null, position: number): ArmItem => ({
    row,
    arm,
    rank,
    position,
  });

  it('take equally many of each round, the first of the choice', () => {
    const first = [
      item(10, 'chosen', 2, 0),
      item(11, 'control', null, 1),
      item(12, 'chosen', 0, 2),
      item(13, 'both', 1, 3),
    ];
    const second = [item(20, 'control', null, 0), item(21, 'control', null, 1), item(22, 'chosen', 0, 2)];
    const third = [item(30, 'chosen', 0, 0)];
    expect(matchArms([first, second, third])).toEqual({
      chosen: Int32Array.of(12, 13, 22),
      random: Int32Array.of(11, 13, 20),
      shared: 1,
    });
  });
});
