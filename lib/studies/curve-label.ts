import type { StudyCurve, StudyReport } from '../contracts/study-report';

function parameterWords(parameters: StudyCurve['parameters']): string {
  const { exponent, weighting, score } = parameters;
  const words = [typeof exponent === 'number' ? ` ${exponent}` : ''];
  if (typeof score === 'string') words.push(` of ${score}`);
  if (weighting === 'inverse-probability') words.push(', weighted');
  return words.join('');
}

/**
 * A curve's name on chart, table and in sentences: "max-gradient", "power 0.5, weighted"; with the surrogate where the
 * report has several: "max-gradient (weak)".
 */
export function curveLabel(report: Pick<StudyReport, 'surrogates'>, curve: StudyCurve): string {
  const label = curve.strategy + parameterWords(curve.parameters);
  return report.surrogates.length > 1 ? `${label} (${curve.surrogate})` : label;
}
