import type { StudyReport } from '../contracts/study-report';
import { scoreByName } from '../scores/registry';
import type { CellResult } from './cell-result';
import { curveLabel } from './curve-label';
import { scoresOfStudy } from './strategy-scheme';
import type { StudyPlan } from './study-plan';
import { percentWords } from './words';

/**
 * What a reader must know before trusting a number of the report: classes that no selected label covered (theory
 * 0.11), fits that stopped early, scores that look at real labels (theory 0.8), selections that the surrogate itself
 * beats (theory c.7), and too few repeats for an interval.
 */
export function studyWarnings(
  report: StudyReport,
  plan: StudyPlan,
  results: ReadonlyMap<string, CellResult>,
): string[] {
  return [
    ...(plan.config.repeats === 1 ? ['There is one repeat, so that no interval can be given.'] : []),
    ...unconvergedFits(results),
    ...absentClasses(report, plan, results),
    ...labeledScores(plan),
    ...beatenBySurrogate(report),
  ];
}

function unconvergedFits(results: ReadonlyMap<string, CellResult>): string[] {
  const fits = [...results.values()].filter((result) => result.kind !== 'overlap');
  const stopped = fits.filter(({ converged }) => !converged).length;
  if (stopped === 0) return [];
  return [`${stopped} of ${fits.length} fits stopped before the solver's tolerance; a larger ridge helps.`];
}

function absentClasses(
  report: StudyReport,
  plan: StudyPlan,
  results: ReadonlyMap<string, CellResult>,
): string[] {
  return plan.curves.flatMap((curve, place) => {
    const fractions = curve.points
      .filter(({ keys }) => keys.some((key) => absentIn(results.get(key)) > 0))
      .map(({ fraction }) => percentWords(fraction));
    const reported = report.curves[place];
    if (fractions.length === 0 || !reported) return [];
    const label = curveLabel(report, reported);
    return [
      `${label} at ${fractions.join(', ')} left a class without labels; it counts as always wrong there.`,
    ];
  });
}

function labeledScores(plan: StudyPlan): string[] {
  const used = scoresOfStudy(plan.config).filter((name) => scoreByName(name).needs.includes('labels'));
  return used.map(
    (name) =>
      `The score “${name}” looks at the real labels: it shows what is possible, and cannot choose unlabeled examples.`,
  );
}

function beatenBySurrogate(report: StudyReport): string[] {
  return report.surrogates.flatMap((surrogate) => {
    const beaten = report.curves
      .filter((curve) => curve.surrogate === surrogate.name)
      .map((curve) => ({
        curve,
        fractions: curve.points
          .filter(({ error }) => error.low > surrogate.error.high)
          .map(({ fraction }) => fraction),
      }))
      .filter(({ fractions }) => fractions.length > 0)
      .map(
        ({ curve, fractions }) => `${curveLabel(report, curve)} at ${fractions.map(percentWords).join(', ')}`,
      );
    if (beaten.length === 0) return [];
    const own = `${surrogate.name} (${surrogate.labels.toLocaleString('en')} labels, error ${percentWords(surrogate.error.mean)})`;
    return [
      `The surrogate ${own} is better than the models trained on what it selected: ${beaten.join('; ')}.`,
    ];
  });
}

function absentIn(result: CellResult | undefined): number {
  return result && result.kind !== 'overlap' ? result.absentClasses : 0;
}
