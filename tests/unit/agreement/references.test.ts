import { describe, expect, it } from 'vitest';
import { cohenKappa, confusionBetween } from '@/lib/agreement/cohen-kappa';
import { confidentThresholds, suspectedErrors } from '@/lib/agreement/confident-learning';
import { dawidSkene } from '@/lib/agreement/dawid-skene';
import { fleissKappa } from '@/lib/agreement/fleiss-kappa';
import { krippendorffAlpha } from '@/lib/agreement/krippendorff-alpha';
import { labelPatterns } from '@/lib/agreement/label-patterns';
import { createMatrix } from '@/lib/numeric/matrix';
import { readReference } from '../../support/read-reference';
import { votesOf } from '../../support/votes';

interface Table {
  readonly votes: readonly (readonly (number | null)[])[];
  readonly classes: number;
}

const cases = readReference<{
  cohen: (Table & { kappa: number; low: number; high: number })[];
  fleiss: (Table & { kappa: number; published?: number })[];
  fleissUnequal: (Table & { kappa: number })[];
  krippendorff: (Table & { alpha: number; byClass: number[]; published?: number })[];
  dawidSkene: (Table & {
    priors: number[];
    confusions: number[][][];
    largest: number[];
    labels: number[];
  })[];
  labelErrors: {
    classes: number;
    labels: number[];
    probabilities: number[];
    thresholds: number[];
    ranked: number[];
  }[];
}>('agreement');

const patternsOf = ({ votes, classes }: Table) => labelPatterns(votesOf(votes, classes));

function expectAll(actual: ArrayLike<number>, expected: readonly number[], digits = 6): void {
  expect(actual.length).toBe(expected.length);
  expected.forEach((value, index) => expect(actual[index], `place ${index}`).toBeCloseTo(value, digits));
}

describe('numbers of agreement are those of the customary packages', () => {
  it.each(cases.cohen)('Cohen’s kappa and its interval: $kappa', ({ votes, classes, kappa, low, high }) => {
    const estimate = cohenKappa(confusionBetween(votesOf(votes, classes), 0, 1), classes);
    expectAll([estimate.value, estimate.low, estimate.high].map(Number), [kappa, low, high]);
  });

  it.each(cases.fleiss)('Fleiss’ kappa: $kappa', (table) => {
    expect(fleissKappa(patternsOf(table))).toBeCloseTo(table.kappa, 6);
    if (table.published) expect(fleissKappa(patternsOf(table))).toBeCloseTo(table.published, 3);
  });

  it.each(cases.fleissUnequal)('Fleiss’ kappa of different numbers of votes: $kappa', (table) => {
    expect(fleissKappa(patternsOf(table))).toBeCloseTo(table.kappa, 6);
  });

  it.each(cases.krippendorff)('Krippendorff’s alpha, and of each class: $alpha', (table) => {
    const { alpha, byClass } = krippendorffAlpha(patternsOf(table));
    expect(alpha).toBeCloseTo(table.alpha, 6);
    expectAll(byClass, table.byClass);
    if (table.published) expect(alpha).toBeCloseTo(table.published, 3);
  });
});

describe('Dawid–Skene is crowd-kit’s', () => {
  // crowd-kit lifts zeros to 1e-10 instead of smoothing
  const likeCrowdKit = { smoothing: 1e-10, trust: 0, tolerance: 1e-16, maximumIterations: 5000 };

  it.each(cases.dawidSkene)('class shares, confusions, consensus ($classes classes)', async (expected) => {
    const fit = await dawidSkene(votesOf(expected.votes, expected.classes), likeCrowdKit);
    expectAll(fit.priors, expected.priors);
    expectAll(fit.confusions, expected.confusions.flat(2));
    expectAll(fit.probabilities, expected.largest);
    expect([...fit.labels]).toEqual(expected.labels);
  });
});

describe('suspected label errors are cleanlab’s', () => {
  it.each(cases.labelErrors)('thresholds, and which in which order ($classes classes)', (expected) => {
    const { classes, labels } = expected;
    const matrix = createMatrix(Float32Array.from(expected.probabilities), labels.length, classes);
    expectAll(confidentThresholds(matrix, labels), expected.thresholds);
    expect(suspectedErrors(matrix, labels).map(({ index }) => index)).toEqual(expected.ranked);
  });
});
