import type { StudyCurve, StudyPoint } from '../contracts/study-report';
import { AppError } from '../errors';
import { meanInterval, pairedDifference } from '../metrics/intervals';
import { mcnemarPValue } from '../metrics/mcnemar';
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
  const mean = (value: (outcome: PointResult) => number) =>
    outcomes.reduce((sum, outcome) => sum + value(outcome), 0) / outcomes.length;
  const discordance = random ? outcomes.map((outcome, repeat) => discordanceOf(outcome, random[repeat])) : [];
  const isByChance = !strategyScheme(curve.strategy).scheme.deterministic && outcomes.length > 1;
  return {
    fraction: point.fraction,
    kept: point.kept,
    paid: paidLabels(plan, curve, point.kept),
    ...overRepeats(outcomes),
    logLoss: meanInterval(outcomes.map(({ logLoss }) => logLoss)),
    logLosses: outcomes.map(({ logLoss }) => logLoss),
    differenceFromRandom: random && pairedDifference(errorsOf(outcomes), errorsOf(random)),
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
  const random = errorsOf(cells.all('point', planned.keys));
  return {
    kept: planned.kept,
    error: meanInterval(random),
    repeats: random,
    difference: pairedDifference(errorsOf(outcomes), random),
  };
}

/** All labels that a point takes (theory c.6): random needs no surrogate, and only a tuned ridge needs validation. */
function paidLabels(
  { config, sizes }: StudyPlan,
  { surrogate, strategy, arm }: PlannedCurve,
  kept: number,
): number {
  const { labels = 0, validation = 0 } = sizes.get(surrogate.name) ?? {};
  const forSurrogate = config.seedLabelsCount || !needsSurrogate(strategy) ? 0 : labels;
  return kept + forSurrogate + (typeof arm.ridge === 'number' ? 0 : validation);
}

function errorsOf(outcomes: readonly PointResult[]): number[] {
  return outcomes.map(({ error }) => error);
}

/** Mean error with its interval, and what it was made of. */
export function overRepeats(outcomes: readonly { readonly error: number; readonly ridge: number }[]) {
  const repeats = outcomes.map(({ error }) => error);
  return { error: meanInterval(repeats), repeats, ridges: outcomes.map(({ ridge }) => ridge) };
}
