import type { StudyReport, SurrogateOverlap } from '../contracts/study-report';
import { meanInterval } from '../metrics/intervals';
import type { EngineInfo } from '../surrogates/tensor-engine';
import { buildCurve, overRepeats } from './build-curve';
import type { CellResult } from './cell-result';
import { CellResults } from './cell-results';
import { computationNotes } from './computation-notes';
import { fullPoolArm } from './final-arms';
import { EXTERNAL_MODEL } from './study-model';
import type { PlannedOverlap, StudyPlan } from './study-plan';
import { studyWarnings } from './study-warnings';
import { tunedExponentCurves } from './tuned-exponent';

export interface FinishedStudy {
  readonly plan: StudyPlan;
  readonly data: StudyReport['data'];
  readonly engine: EngineInfo;
  /** every cell of the plan by its key */
  readonly results: ReadonlyMap<string, CellResult>;
  readonly seconds: number;
}

/**
 * The report of a finished study: means over the repeats with 95 % intervals, each curve's difference from random,
 * paired by repeat, and what the test examples leave to both. Nothing in it depends on the order in which cells finished.
 *
 * @throws AppError `internal` when a cell is missing
 */
export function buildReport(study: FinishedStudy): StudyReport {
  const { plan, data, engine, results, seconds } = study;
  const cells = new CellResults(results, data.test);
  const [firstSizes] = plan.sizes.values();
  const report: StudyReport = {
    schema: 'winnow.study/1',
    data,
    config: plan.config,
    engine,
    surrogates: plan.config.surrogates.map(({ name, model }) => {
      const outcomes = cells.all('surrogate', plan.surrogateKeys.get(name) ?? []);
      const measuredOn = model === EXTERNAL_MODEL ? 'pool' : 'test';
      const labels = plan.sizes.get(name)?.labels ?? 0;
      return { name, labels, ...overRepeats(outcomes, data[measuredOn]), measuredOn };
    }),
    validation: firstSizes?.validation ?? 0,
    fullPool: buildFullPool(plan, cells),
    curves: [
      ...plan.curves.map((curve) => buildCurve(plan, curve, cells)),
      ...tunedExponentCurves(plan, cells),
    ],
    overlaps: plan.overlaps.map((overlap) => buildOverlap(overlap, cells)),
    notes: [],
    warnings: [],
    seconds,
  };
  return {
    ...report,
    notes: computationNotes(report, plan, cells),
    warnings: studyWarnings(report, plan, results),
  };
}

function buildFullPool({ config, fullPool }: StudyPlan, cells: CellResults): StudyReport['fullPool'] {
  if (!fullPool) return null;
  const outcomes = cells.all('point', fullPool.keys);
  return {
    surrogate: fullPool.surrogate.name,
    kept: fullPool.kept,
    ...overRepeats(outcomes, cells.testExamples),
    logLoss: meanInterval(outcomes.map(({ logLoss }) => logLoss)),
    tuned: fullPoolArm(config).name === 'tuned',
    converged: outcomes.every(({ converged }) => converged),
  };
}

function buildOverlap({ surrogates, score, keys }: PlannedOverlap, cells: CellResults): SurrogateOverlap {
  const outcomes = cells.all('overlap', keys);
  const [left, right] = surrogates;
  return {
    left,
    right,
    score,
    points: (outcomes[0]?.points ?? []).map(({ fraction, examples }, place) => ({
      fraction,
      examples,
      overlap: meanInterval(outcomes.map(({ points }) => points[place]?.overlap ?? 0)),
    })),
  };
}
