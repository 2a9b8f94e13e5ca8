import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { agreementWithOthers } from '@/lib/agreement/agreement-with-others';
import { dawidSkene } from '@/lib/agreement/dawid-skene';
import { fleissKappa } from '@/lib/agreement/fleiss-kappa';
import { krippendorffAlpha } from '@/lib/agreement/krippendorff-alpha';
import { labelPatterns } from '@/lib/agreement/label-patterns';
import { measureAgreement } from '@/lib/agreement/measure-agreement';
import { createVotes, sharedVotes } from '@/lib/agreement/votes';
import { simulatedTable, votesOf } from '../../support/votes';

const CLASSES = 4;
const vote = fc.option(fc.integer({ min: 0, max: CLASSES - 1 }), { nil: null });
const table = fc
  .integer({ min: 1, max: 5 })
  .chain((annotators) =>
    fc.array(fc.array(vote, { minLength: annotators, maxLength: annotators }), { maxLength: 30 }),
  );
const measure = async (rows: readonly (readonly (number | null)[])[], classes = CLASSES) => {
  const votes = votesOf(rows, classes);
  return measureAgreement(votes, await dawidSkene(sharedVotes(votes)), { seed: 1 });
};

/** Every number within a value, however deep. */
function numbersIn(value: unknown): number[] {
  if (typeof value === 'number') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(numbersIn) : [];
}

describe('agreement', () => {
  it('is a finite number or null with a reason, whatever the votes', async () => {
    await fc.assert(
      fc.asyncProperty(table, async (rows) => {
        const report = await measure(rows);
        expect(numbersIn(report).every(Number.isFinite)).toBe(true);
        for (const { value, reason } of [report.fleiss, report.krippendorff, report.disagreement]) {
          expect(value === null).toBe(reason !== null);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('is the same whoever is called what, in whatever order', () => {
    fc.assert(
      fc.property(table, fc.constantFrom(1, 2, 3), (rows, shift) => {
        const renamed = [...rows]
          .reverse()
          .map((row) =>
            [...row].reverse().map((label) => (label === null ? null : (label + shift) % CLASSES)),
          );
        const [one, other] = [rows, renamed].map((each) => labelPatterns(votesOf(each, CLASSES)));
        if (!one || !other) return;
        expectSame(fleissKappa(one), fleissKappa(other));
        expectSame(krippendorffAlpha(one).alpha, krippendorffAlpha(other).alpha);
      }),
    );
  });

  it('is 1 where all agree on more than one class, and about 0 by chance', async () => {
    const unanimous = await measure([0, 1, 2, 1].map((label) => [label, label, label]));
    expect([unanimous.fleiss.value, unanimous.krippendorff.value]).toEqual([1, 1]);
    expect(unanimous.disagreement.value).toBe(0);
    const chance = await measure(
      simulatedTable({ items: 2000, classes: 4, errorRates: [0.75, 0.75, 0.75], seed: 3 }).table,
    );
    expect(Math.abs(chance.krippendorff.value ?? 1)).toBeLessThan(0.03);
  });

  it.each([
    { title: 'no votes', rows: [[null, null]], reason: 'no-votes' },
    { title: 'one annotator', rows: [[1], [2], [0]], reason: 'one-annotator' },
    {
      title: 'nothing answered twice',
      rows: [
        [1, null],
        [null, 2],
      ],
      reason: 'no-shared-example',
    },
    {
      title: 'one class only',
      rows: [
        [1, 1],
        [1, 1],
      ],
      reason: 'one-class',
    },
  ])('says why there is none: $title', async ({ rows, reason }) => {
    const report = await measure(rows);
    for (const { value, low, high, reason: said } of [report.fleiss, report.krippendorff]) {
      expect({ value, low, high, said }).toEqual({ value: null, low: null, high: null, said: reason });
    }
    for (const { alpha } of report.classes) expect(alpha.value).toBeNull();
  });

  it('with others leaves the own vote out and shares ties', () => {
    const votes = votesOf(
      [
        [0, 0, 1],
        [0, 1, 2],
        [3, null, null],
      ],
      CLASSES,
    );
    const shares = agreementWithOthers(votes).map(({ share }) => share.value);
    // first item: the others of 0 and 1 tie between 0 and 1; second: nobody is repeated
    expect(shares).toEqual([0.25, 0.25, 0]);
  });

  it('refuses a second vote of the same annotator', () => {
    const columns = { item: [0, 0], annotator: [1, 1], label: [2, 2] };
    expect(() => createVotes(columns, { items: 1, annotators: 2, classes: 3 })).toThrow('voted twice');
  });
});

describe('Dawid–Skene', () => {
  it('never makes the votes less likely', async () => {
    await fc.assert(
      fc.asyncProperty(table, fc.double({ min: 1e-3, max: 1, noNaN: true }), async (rows, smoothing) => {
        const { objectives } = await dawidSkene(votesOf(rows, CLASSES), { smoothing, maximumIterations: 60 });
        for (const [index, value] of objectives.slice(1).entries()) {
          expect(value).toBeGreaterThanOrEqual((objectives[index] as number) - 1e-9 * Math.abs(value));
        }
      }),
      { numRuns: 60 },
    );
  });

  it('recovers error rates and beats the majority where annotators differ', async () => {
    const errorRates = [0.05, 0.45, 0.5, 0.5, 0.1];
    const { truth, table: rows } = simulatedTable({ items: 3000, classes: 5, errorRates, seed: 11 });
    const fit = await dawidSkene(votesOf(rows, 5));
    expect(fit.converged).toBe(true);
    errorRates.forEach((rate, annotator) => {
      expect(Math.abs((fit.accuracies[annotator] as number) - (1 - rate))).toBeLessThan(0.05);
      for (let label = 0; label < 5; label++) {
        const right = fit.confusions[(annotator * 5 + label) * 5 + label] as number;
        expect(Math.abs(right - (1 - rate))).toBeLessThan(0.07);
      }
    });
    const right = truth.filter((label, item) => fit.labels[item] === label).length;
    const byMajority = truth.filter((label, item) => majority(rows[item] ?? []) === label).length;
    expect(right).toBeGreaterThan(byMajority + 10);
  });

  it('keeps single votes as they are and says nothing of items without one', async () => {
    const { labels, probabilities } = await dawidSkene(
      votesOf(
        [
          [2, null],
          [null, null],
          [1, 1],
        ],
        3,
      ),
    );
    expect([...labels]).toEqual([2, -1, 1]);
    expect(probabilities[1]).toBe(0);
  });
});

/** Up to rounding; undefined as well. */
function expectSame(one: number, other: number): void {
  if (Number.isNaN(one)) expect(other).toBeNaN();
  else expect(one).toBeCloseTo(other, 10);
}

function majority(labels: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? -1;
}
