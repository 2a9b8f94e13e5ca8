import type { StudyCurve, StudyPoint, StudyReport } from '../contracts/study-report';
import { curveLabel } from './curve-label';
import { standingOf } from './curve-ranges';
import { percentWords } from './words';

/**
 * The smallest point at which a scheme beats random although random is given the surrogate's labels too (theory c.6),
 * beyond its interval. Null where none does; undefined where it was not measured.
 */
export function breakEven(curve: StudyCurve): StudyPoint | null | undefined {
  const measured = curve.points.filter(({ equalLabels }) => equalLabels !== null);
  if (measured.length === 0) return undefined;
  const pays = ({ equalLabels }: StudyPoint) =>
    equalLabels !== null && standingOf(equalLabels.difference) === 'better';
  return measured.find(pays) ?? null;
}

/** When the surrogate's labels pay, for each surrogate by the scheme that pays first. */
export function breakEvenSentences(report: StudyReport): string[] {
  return report.surrogates.flatMap(({ name, labels }) => {
    const curves = report.curves.filter((curve) => curve.surrogate === name);
    const points = curves.flatMap((curve) => {
      const point = breakEven(curve);
      return point === undefined ? [] : [{ curve, point }];
    });
    if (points.length === 0) return [];
    const cost = `The ${labels.toLocaleString('en')} labels of the surrogate ${name}`;
    const paying = points.flatMap(({ curve, point }) => (point ? [{ curve, point }] : []));
    const [first] = paying.sort((left, right) => left.point.fraction - right.point.fraction);
    if (!first) {
      return [
        `${cost} pay at no fraction measured: with as many labels in all, random is as good or better.`,
      ];
    }
    const { curve, point } = first;
    const all = (point.paid ?? point.kept).toLocaleString('en');
    return [
      `${cost} pay from ${percentWords(point.fraction)} on, first by ${curveLabel(report, curve)}: ${all} labels in all, and better than random with as many.`,
    ];
  });
}
