import type { StudyCurve } from '../contracts/study-report';
import { buildCurve } from './build-curve';
import type { CellResults } from './cell-results';
import { strategyScheme } from './strategy-scheme';
import type { PlannedCurve, PlannedPoint, StudyPlan } from './study-plan';

/** Groups of at least two curves of one surrogate, arm, scheme and score whose exponents differ and nothing else. */
function exponentGroups(plan: StudyPlan): readonly (readonly PlannedCurve[])[] {
  const groups = new Map<string, PlannedCurve[]>();
  for (const curve of plan.curves) {
    const { scheme, parameters, scoreName } = strategyScheme(curve.strategy);
    const { exponent, ...others } = parameters;
    if (typeof exponent !== 'number') continue;
    const key = JSON.stringify([curve.surrogate.name, curve.arm.name, scheme.name, scoreName, others]);
    groups.set(key, [...(groups.get(key) ?? []), curve]);
  }
  return [...groups.values()].filter((group) => group.length > 1);
}

/**
 * One curve more for each sweep of exponents in a tuned arm: at each fraction and repeat the exponent with the lowest
 * error on the validation labels (theory c.2, “optimised”), at equal errors with the lower log-loss. It costs no fit.
 *
 * Without validation labels of their own there are none: choosing on the test split would flatter.
 */
export function tunedExponentCurves(plan: StudyPlan, cells: CellResults): StudyCurve[] {
  if (plan.config.validation === 0) return [];
  return exponentGroups(plan)
    .filter(([first]) => first?.arm.name === 'tuned')
    .flatMap((group) => {
      const [first] = group;
      if (!first) return [];
      const points = first.points.map((point, place) => {
        const candidates = group.flatMap((curve) => curve.points[place] ?? []);
        return choosePoint(point, candidates, cells);
      });
      const curve = buildCurve(plan, { ...first, points }, cells);
      return [{ ...curve, parameters: { ...curve.parameters, exponent: 'tuned' } }];
    });
}

function choosePoint(
  point: PlannedPoint,
  candidates: readonly PlannedPoint[],
  cells: CellResults,
): PlannedPoint {
  const keys = point.keys.map((_, repeat) => {
    const ofRepeat = candidates.flatMap((candidate) => candidate.keys[repeat] ?? []);
    return ofRepeat.reduce((best, key) => (isBetter(key, best, cells) ? key : best));
  });
  return { ...point, keys };
}

function isBetter(key: string, best: string, cells: CellResults): boolean {
  const left = cells.get('point', key).validation;
  const right = cells.get('point', best).validation;
  if (!left || !right) return false;
  return left.error < right.error || (left.error === right.error && left.logLoss < right.logLoss);
}
