import type { StudyReport } from '../contracts/study-report';
import type { CellResults } from './cell-results';
import { curveLabel } from './curve-label';
import type { PlannedCurve, StudyPlan } from './study-plan';

/**
 * What scores and schemes say of how they computed where that depends on the data: a Hessian taken whole or by blocks,
 * weights that were clipped, how many a Poisson drawing chose. Notes that differ in their figures alone are said once.
 *
 * @param report with its curves, the planned ones first
 */
export function computationNotes(
  report: Pick<StudyReport, 'surrogates' | 'curves'>,
  plan: StudyPlan,
  cells: CellResults,
): StudyReport['notes'] {
  const ofScores = report.surrogates.flatMap(({ name }) => {
    const [first] = cells.all('surrogate', plan.surrogateKeys.get(name) ?? []);
    const about = (score: string) => (report.surrogates.length > 1 ? `${score} (${name})` : score);
    return Object.entries(first?.methods ?? {}).map(([score, method]) => ({
      about: about(score),
      note: `Computed with a ${method}.`,
    }));
  });
  const ofCurves = plan.curves.flatMap((planned, place) => {
    const curve = report.curves[place];
    return curve
      ? notesOfCurve(planned, cells).map((note) => ({ about: curveLabel(report, curve), note }))
      : [];
  });
  return [...ofScores, ...ofCurves];
}

function notesOfCurve({ points }: PlannedCurve, cells: CellResults): string[] {
  // all that there is needs no scheme
  const selecting = points.filter(({ fraction }) => fraction < 1);
  const selections = selecting.flatMap(({ keys }) => cells.all('point', keys));
  const kinds = new Map<string, string[]>();
  for (const note of selections.flatMap(({ notes }) => notes ?? [])) {
    const kind = note.replaceAll(/\d[\d.,]*/g, '#');
    kinds.set(kind, [...(kinds.get(kind) ?? []), note]);
  }
  return [...kinds.values()].map((notes) => {
    const [first = ''] = notes;
    const isSame = notes.every((note) => note === first);
    if (isSame && notes.length === selections.length) return first;
    const where = `In ${notes.length} of ${selections.length} selections`;
    return isSame ? `${where}: ${first}` : `${where}, for example: ${first}`;
  });
}
