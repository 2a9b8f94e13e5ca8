import type { StudyCurve, StudyDifference, StudyPoint } from '../contracts/study-report';
import { AppError } from '../errors';
import { meanInterval, pairedDifference } from '../metrics/intervals';
import { mcnemarPValue } from '../metrics/mcnemar';
import { testHalfWidthOfDifference, testHalfWidthOfError } from '../metrics/test-half-width';
import { countDifferences, unpackBytes } from '../numeric/packed-bits';
import type { PointResult } from './cell-result';
import type { CellResults } from './cell-results';
import { needsSurrogate, strategyScheme } from './strategy-scheme';
import type { PlannedCurve, PlannedPoint, StudyPlan } from './study-plan';

/** A curve of the report from its cells: means over the repeats, and differences from random paired by repeat. */
export function buildCurve(plan: StudyPlan, curve: PlannedCurve, cells: CellResults): StudyCurve {
  const { scheme, parameters, scoreName } = strategyScheme(curve.strategy);
  const isOwnScore = scoreName !== scheme.defaultScore;
  const random = randomCurve(plan, curve);
  return {
    surrogate: curve.surrogate.name,
    strategy: scheme.name,
    parameters: isOwnScore ? { ...parameters, score: scoreName } : parameters,
    arm: curve.arm.name,
    points: curve.points.map((point, place) =>
      buildPoint(plan, curve, point, curve === random ? null : (random.points[place] ?? null), cells),
    ),
  };
}

/** Random of the same surrogate's pool and the same arm: what a curve is compared with. */
function randomCurve(plan: StudyPlan, curve: PlannedCurve): PlannedCurve {
  const random = plan.curves.find(
    ({ surrogate, strategy, arm }) =>
      surrogate.name === curve.surrogate.name && arm.name === curve.arm.name && strategy === 'random',
  );
  if (!random) throw new AppError('internal', 'The study was planned without random selection.');
  return random;
}

function buildPoint(
  plan: StudyPlan,
  curve: PlannedCurve,
  point: PlannedPoint,
  randomPoint: PlannedPoint | null,
  cells: CellResults,
): StudyPoint {
  const outcomes = cells.all('point', point.keys);
  const random = randomPoint && cells.all('point', randomPoint.keys);
  const hasFullPool = plan.fullPool?.surrogate.name === curve.surrogate.name && point.fraction < 1;
  const fullPool = hasFullPool ? cells.all('point', plan.fullPool.keys) : null;
  const mean = (value: (outcome: PointResult) => number) =>
    outcomes.reduce((sum, outcome) => sum + value(outcome), 0) / outcomes.length;
  const discordance = random ? outcomes.map((outcome, repeat) => discordanceOf(outcome, random[repeat])) : [];
  const isByChance = !strategyScheme(curve.strategy).scheme.deterministic && outcomes.length > 1;
  return {
    fraction: point.fraction,
    kept: point.kept,
    paid: paidLabels(plan, curve, point),
    ...overRepeats(outcomes, cells.testExamples),
    logLoss: meanInterval(outcomes.map(({ logLoss }) => logLoss)),
    logLosses: outcomes.map(({ logLoss }) => logLoss),
    differenceFromRandom: random && differenceOf(outcomes, random, cells.testExamples),
    differenceFromFullPool: fullPool && differenceOf(outcomes, fullPool, cells.testExamples),
    shareBetter: random && shareBelow(errorsOf(outcomes), errorsOf(random)),
    discordance,
    mcnemar: isByChance
      ? []
      : discordance.map(({ onlyThisRight, onlyRandomRight }) =>
          mcnemarPValue(onlyThisRight, onlyRandomRight),
        ),
    equalLabels: equalLabels(point, outcomes, cells),
    labelEntropy: mean(({ labelEntropy }) => labelEntropy),
    absentClasses: mean(({ absentClasses }) => absentClasses),
    effectiveSampleSize: mean(({ effectiveSampleSize }) => effectiveSampleSize),
  };
}

/** Share of the repeats in which the left one is smaller. */
function shareBelow(left: readonly number[], right: readonly number[]): number {
  return left.filter((value, repeat) => value < (right[repeat] ?? -Infinity)).length / left.length;
}

function discordanceOf(outcome: PointResult, random: PointResult | undefined) {
  const { onlyLeft, onlyRight } = countDifferences(
    unpackBytes(outcome.wrong),
    unpackBytes(random?.wrong ?? ''),
  );
  return { onlyThisRight: onlyRight, onlyRandomRight: onlyLeft };
}

function equalLabels(
  { equalLabels: planned }: PlannedPoint,
  outcomes: readonly PointResult[],
  cells: CellResults,
): StudyPoint['equalLabels'] {
  if (!planned) return null;
  const random = cells.all('point', planned.keys);
  return {
    kept: planned.kept,
    error: meanInterval(errorsOf(random)),
    repeats: errorsOf(random),
    difference: differenceOf(outcomes, random, cells.testExamples),
  };
}

function differenceOf(
  left: readonly PointResult[],
  right: readonly PointResult[],
  testExamples: number,
): StudyDifference {
  const wrong = (outcomes: readonly PointResult[]) => outcomes.map((outcome) => unpackBytes(outcome.wrong));
  return {
    ...pairedDifference(errorsOf(left), errorsOf(right)),
    testHalfWidth: testHalfWidthOfDifference(wrong(left), wrong(right), testExamples),
  };
}

/**
 * All labels that a point takes (theory c.6). Random needs no surrogate, nor does a point that keeps all; but a ridge
 * that is tuned without labels for validation is chosen on the surrogate's, whatever selects.
 */
function paidLabels(
  { config, sizes }: StudyPlan,
  { surrogate, strategy, arm }: PlannedCurve,
  { fraction, kept }: PlannedPoint,
): number {
  const { labels = 0, validation = 0 } = sizes.get(surrogate.name) ?? {};
  const isTuned = typeof arm.ridge !== 'number';
  const looksAtSurrogate = fraction < 1 && needsSurrogate(strategy);
  const takesSeed = looksAtSurrogate || (isTuned && validation === 0);
  return kept + (takesSeed && !config.seedLabelsCount ? labels : 0) + (isTuned ? validation : 0);
}

function errorsOf(outcomes: readonly PointResult[]): number[] {
  return outcomes.map(({ error }) => error);
}

/** Mean error with its interval, what it was made of, and what the examples measured on leave to it. */
export function overRepeats(
  outcomes: readonly { readonly error: number; readonly ridge: number }[],
  examples: number,
) {
  const repeats = outcomes.map(({ error }) => error);
  const error = meanInterval(repeats);
  const testHalfWidth = testHalfWidthOfError(error.mean, examples);
  return { error, testHalfWidth, repeats, ridges: outcomes.map(({ ridge }) => ridge) };
}
