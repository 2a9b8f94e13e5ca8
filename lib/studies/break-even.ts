import type { StudyReport } from '../contracts/study-report';
import { comparisonsAtEqualLabels, type Comparison } from './comparisons';
import { curveLabel } from './curve-label';
import { percentWords } from './words';

/**
 * When the surrogate's labels pay (theory c.6), for each surrogate: where a scheme is shown to beat random although
 * random is given the surrogate's labels too.
 */
export function breakEvenSentences(report: StudyReport): string[] {
  const compared = comparisonsAtEqualLabels(report);
  return report.surrogates.flatMap(({ name, labels }) => {
    const own = compared.filter(({ curve }) => curve.surrogate === name);
    if (own.length === 0) return [];
    const cost = `The ${labels.toLocaleString('en')} labels of the surrogate ${name}`;
    const first = own
      .filter(({ standing }) => standing === 'better')
      .sort((left, right) => left.point.fraction - right.point.fraction)[0];
    if (!first) {
      return [
        `${cost} are not shown to pay at any fraction measured, against random with as many labels in all.`,
      ];
    }
    const ofCurve = own.filter(({ curve }) => curve === first.curve);
    const all = (first.point.paid ?? first.point.kept).toLocaleString('en');
    return [
      `${cost} pay ${whereWords(ofCurve)}, first by ${curveLabel(report, first.curve)}: from ${all} labels in all, and better than random with as many.`,
    ];
  });
}

/** "from 20 % on" only where every larger fraction measured pays too; else those that pay. */
function whereWords(ofCurve: readonly Comparison[]): string {
  const paying = ofCurve.filter(({ standing }) => standing === 'better');
  const isLast = paying.every((comparison) => ofCurve.slice(-paying.length).includes(comparison));
  const [first] = paying;
  if (first && isLast) {
    return paying.length > 1
      ? `from ${percentWords(first.point.fraction)} on`
      : `at ${percentWords(first.point.fraction)}, the largest fraction measured`;
  }
  const list = paying.map(({ point }) => percentWords(point.fraction)).join(', ');
  return `at ${list}, and are not shown to at the other fractions`;
}
