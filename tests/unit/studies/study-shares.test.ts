import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseStudyConfig } from '@/lib/studies/study-config';
import { planStudy } from '@/lib/studies/study-plan';
import { shareStudy } from '@/lib/studies/study-shares';
import { taskCost } from '@/lib/studies/task-cost';

const POOL = 400;
const plans = fc
  .record({
    repeats: fc.integer({ min: 1, max: 12 }),
    fractions: fc.uniqueArray(fc.double({ min: 0.01, max: 1, noNaN: true }), { minLength: 1, maxLength: 8 }),
    surrogates: fc.subarray(
      [
        { name: 'weak', labels: 20 },
        { name: 'strong', labels: 60 },
      ],
      { minLength: 1 },
    ),
    strategies: fc.subarray(['random', 'max-gradient', 'power', 'k-center'], { minLength: 1 }),
  })
  .map((input) => planStudy(parseStudyConfig(input), POOL));

describe('the shares of a study', () => {
  it('hold each surrogate and point once, every surrogate before what looks at it', () => {
    fc.assert(
      fc.property(plans, (plan) => {
        const { first, second } = shareStudy(plan, POOL);
        const keys = [...first, ...second].flatMap((share) => share.keys);
        const planned = [...plan.surrogateTasks, ...plan.pointTasks].map(({ key }) => key);
        expect(keys.sort()).toEqual(planned.sort());
        const early = new Set(first.flatMap((share) => share.keys));
        for (const { key } of plan.surrogateTasks) expect(early.has(key)).toBe(true);
        for (const { surrogateKey } of first.flatMap((share) => share.plan.pointTasks))
          expect(surrogateKey).toBeNull();
      }),
    );
  });

  it('can be run from their own plans, which hold their cells and the one surrogate that these look at', () => {
    fc.assert(
      fc.property(plans, (plan) => {
        const { first, second } = shareStudy(plan, POOL);
        for (const share of first) {
          const tasks = [...share.plan.surrogateTasks, ...share.plan.pointTasks];
          expect(tasks.map(({ key }) => key)).toEqual(share.keys);
        }
        for (const { plan: own, keys } of second) {
          expect(own.pointTasks.map(({ key }) => key)).toEqual(keys);
          const [surrogate] = own.surrogateTasks;
          expect(own.surrogateTasks).toHaveLength(1);
          for (const { surrogateKey } of own.pointTasks) expect(surrogateKey).toBe(surrogate?.key);
        }
        for (const { plan: own } of [...first, ...second]) expect(own.overlapTasks).toEqual([]);
      }),
    );
  });

  it('come costliest first, and none is more than one cell or a 128th of the study', () => {
    fc.assert(
      fc.property(plans, (plan) => {
        const { first, second } = shareStudy(plan, POOL);
        const total = [...first, ...second].reduce((sum, { cost }) => sum + cost, 0);
        const tasks = [...plan.surrogateTasks, ...plan.pointTasks];
        const costs = tasks.map((task) => taskCost(plan.config, task, POOL));
        expect(total).toBeCloseTo(
          costs.reduce((sum, cost) => sum + cost, 0),
          3,
        );
        for (const step of [first, second]) {
          const ofStep = step.map(({ cost }) => cost);
          expect(ofStep).toEqual([...ofStep].sort((left, right) => right - left));
          for (const { keys, cost } of step) {
            expect(keys.length === 1 || cost <= (total / 128) * 1.0001).toBe(true);
          }
        }
      }),
    );
  });
});
