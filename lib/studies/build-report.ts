import type { StudyCurve, StudyPoint, StudyReport } from '../contracts/study';
import { AppError } from '../errors';
import { meanInterval, pairedDifference } from '../metrics/intervals';
import type { EngineInfo } from '../surrogates/tensor-engine';
import type { CellResult, PointResult, SurrogateResult } from './cell-result';
import { strategyScheme } from './strategy-scheme';
import type { PlannedCurve, StudyPlan } from './study-plan';
import { studyWarnings } from './study-warnings';

export interface FinishedStudy {
  readonly plan: StudyPlan;
  readonly data: StudyReport['data'];
  readonly engine: EngineInfo;
  /** every cell of the plan by its key */
  readonly results: ReadonlyMap<string, CellResult>;
  readonly seconds: number;
}

/**
 * The report of a finished study: means over the repeats with 95 % intervals, and each curve's difference from random,
 * paired by repeat. Nothing in it depends on the order in which cells finished.
 *
 * @throws AppError `internal` when a cell is missing
 */
export function buildReport(study: FinishedStudy): StudyReport {
  const { plan, data, engine, results, seconds } = study;
  const fullPool = plan.fullPool.keys.map((key) => pointResult(results, key));
  const report: StudyReport = {
    schema: 'winnow.study/1',
    data,
    config: plan.config,
    engine,
    surrogates: plan.config.surrogates.map(({ name }) => {
      const tasks = plan.surrogateTasks.filter((task) => task.surrogate.name === name);
      const outcomes = tasks.map((task) => surrogateResult(results, task.key));
      return { name, labels: outcomes[0]?.labels ?? 0, ...overRepeats(outcomes) };
    }),
    fullPool: {
      surrogate: plan.fullPool.surrogate.name,
      kept: plan.fullPool.kept,
      ...overRepeats(fullPool),
      converged: fullPool.every(({ converged }) => converged),
    },
    curves: plan.curves.map((curve) => buildCurve(curve, randomCurve(plan, curve), results, plan)),
    warnings: [],
    seconds,
  };
  return { ...report, warnings: studyWarnings(report, plan, results) };
}

function buildCurve(
  curve: PlannedCurve,
  random: PlannedCurve,
  results: FinishedStudy['results'],
  plan: StudyPlan,
): StudyCurve {
  const { scheme, parameters, scoreName } = strategyScheme(curve.strategy);
  const isOwnScore = scoreName !== scheme.defaultScore;
  const points = curve.points.map(({ fraction, kept, keys }, place): StudyPoint => {
    const outcomes = keys.map((key) => pointResult(results, key));
    const errors = outcomes.map(({ error }) => error);
    const randomErrors = (random.points[place]?.keys ?? []).map((key) => pointResult(results, key).error);
    return {
      fraction,
      kept,
      ...overRepeats(outcomes),
      differenceFromRandom: curve === random ? null : pairedDifference(errors, randomErrors),
      labelEntropy: outcomes.reduce((sum, outcome) => sum + outcome.labelEntropy, 0) / plan.config.repeats,
    };
  });
  return {
    surrogate: curve.surrogate.name,
    strategy: scheme.name,
    parameters: isOwnScore ? { ...parameters, score: scoreName } : parameters,
    points,
  };
}

function randomCurve(plan: StudyPlan, curve: PlannedCurve): PlannedCurve {
  const random = plan.curves.find(
    ({ surrogate, strategy }) => surrogate.name === curve.surrogate.name && strategy === 'random',
  );
  if (!random) throw new AppError('internal', 'The study was planned without random selection.');
  return random;
}

function overRepeats(outcomes: readonly { readonly error: number; readonly ridge: number }[]) {
  const repeats = outcomes.map(({ error }) => error);
  return { error: meanInterval(repeats), repeats, ridges: outcomes.map(({ ridge }) => ridge) };
}

function pointResult(results: FinishedStudy['results'], key: string): PointResult {
  const result = results.get(key);
  if (result?.kind !== 'point') throw new AppError('internal', `The study's cell “${key}” is missing.`);
  return result;
}

function surrogateResult(results: FinishedStudy['results'], key: string): SurrogateResult {
  const result = results.get(key);
  if (result?.kind !== 'surrogate') throw new AppError('internal', `The study's cell “${key}” is missing.`);
  return result;
}
