import type { StudyCurve, StudyReport } from '../contracts/study-report';
import { SCHEMES } from '../selections/registry';

/** Said in words of their own. */
const SPOKEN = ['exponent', 'weighting', 'score'];

function parameterWords({ strategy, parameters }: StudyCurve): string {
  const { exponent, weighting, score } = parameters;
  const words = [typeof exponent === 'number' || exponent === 'tuned' ? ` ${exponent}` : ''];
  if (typeof score === 'string') words.push(` of ${score}`);
  if (weighting === 'inverse-probability') words.push(', weighted');
  for (const [name, value] of Object.entries(parameters)) {
    if (!SPOKEN.includes(name) && value !== defaultsOf(strategy)[name])
      words.push(`, ${name} ${String(value)}`);
  }
  return words.join('');
}

/** Of a scheme's parameters: what is at its default need not be said. */
function defaultsOf(strategy: string): Readonly<Record<string, unknown>> {
  const scheme = SCHEMES.find(({ name }) => name === strategy);
  return (scheme?.parameters.safeParse({}).data ?? {}) as Readonly<Record<string, unknown>>;
}

/**
 * A curve's name on chart, table and in sentences: "max-gradient", "power 0.5, weighted"; with the arm and the surrogate
 * where the report has several: "max-gradient, tuned (weak)".
 */
export function curveLabel(report: Pick<StudyReport, 'surrogates' | 'curves'>, curve: StudyCurve): string {
  const hasArms = new Set(report.curves.map(({ arm }) => arm)).size > 1;
  const arm = hasArms && curve.arm !== null ? `, ${curve.arm}` : '';
  const label = curve.strategy + parameterWords(curve) + arm;
  return report.surrogates.length > 1 ? `${label} (${curve.surrogate})` : label;
}
