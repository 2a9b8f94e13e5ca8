import type { StudyPoint, StudyReport } from '../contracts/study-report';
import { pairedDifference } from '../metrics/intervals';
import { scoreByName } from '../scores/registry';
import type { CellResult } from './cell-result';
import { judge } from './comparisons';
import { curveLabel } from './curve-label';
import { looksAtSurrogate, scoresOfStudy } from './strategy-scheme';
import type { StudyPlan } from './study-plan';
import { percentWords } from './words';

/**
 * What a reader must know before trusting a number of the report: classes that no selected label covered (theory
 * 0.11), fits that stopped early, ridges at an end of what was tried, scores that look at real labels (theory 0.8), selections that the surrogate itself
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
    ...ridgesAtAnEnd(results),
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

function ridgesAtAnEnd(results: ReadonlyMap<string, CellResult>): string[] {
  const fits = [...results.values()].filter((result) => result.kind !== 'overlap');
  const atEnd = fits.filter(({ ridgeAtEnd }) => ridgeAtEnd).length;
  if (atEnd === 0) return [];
  return [
    `${atEnd} of ${fits.length} fits chose the strongest or the weakest ridge of those to choose from: one outside might be better.`,
  ];
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

/** Paired by repeat on the same test examples; a surrogate measured on the pool cannot be compared. */
function beatenBySurrogate(report: StudyReport): string[] {
  return report.surrogates.flatMap((surrogate) => {
    if (surrogate.measuredOn === 'pool') return [];
    const selecting = report.curves.filter(
      (curve) => curve.surrogate === surrogate.name && looksAtSurrogate(curve),
    );
    const among = selecting.reduce((sum, { points }) => sum + points.length, 0);
    const isBeaten = ({ repeats }: StudyPoint) => {
      const difference = { ...pairedDifference(repeats, surrogate.repeats), testHalfWidth: null };
      return judge(difference, repeats.length, among).standing === 'worse';
    };
    const beaten = selecting.flatMap((curve) => {
      const fractions = curve.points.filter(isBeaten).map(({ fraction }) => percentWords(fraction));
      return fractions.length > 0 ? [`${curveLabel(report, curve)} at ${fractions.join(', ')}`] : [];
    });
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
